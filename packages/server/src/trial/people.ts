/**
 * People who do not exist, at numbers that nobody has: the blocks that the French regulator keeps for fiction (ARCEP,
 * decision 2018-0881). One line each: number, title, first name, last name, street, postcode, town.
 */
const DIRECTORY = `
+33261910001|mrs|Claire|Dubois|12 rue des Lilas|14000|Caen
+33261910002|mrs|Nathalie|Lefèvre|42 rue de l’Église|44000|Nantes
+33261910003|mr|Bruno|Garnier|84 avenue de la Gare|76000|Rouen
+33261910004|mrs|Fatima|Benali|106 chemin des Vignes|37000|Tours
+33261910005|mr|Yves|Le Goff|75 impasse du Moulin|29200|Brest
+33261910006|mrs|Odile|Pelletier|28 avenue de la Gare|49000|Angers
+33261910007|mr|Karim|Haddad|56 bis avenue de la Gare|14000|Caen
+33261910008|mrs|Solène|Kerbrat|31 impasse du Moulin|35000|Rennes
+33261910009|mr|Étienne|Marchand|55 rue des Écoles|44000|Nantes
+33353010001|mrs|Anne-Sophie|Bourdon|73 place du Marché|67000|Strasbourg
+33353010002|mr|Philippe|Schmitt|81 rue Pasteur|51100|Reims
+33353010003|mrs|Martine|Delattre|75 bis rue des Lilas|21000|Dijon
+33353010004|mr|Julien|Vasseur|29 impasse du Moulin|57000|Metz
+33353010005|mrs|Mireille|Klein|110 allée des Tilleuls|54000|Nancy
+33353010006|mr|Gérard|Noël|54 impasse du Moulin|59000|Lille
+33353010007|mrs|Aïcha|Traoré|16 impasse du Moulin|67000|Strasbourg
+33353010008|mr|Lucien|Boyer|105 avenue de la Gare|51100|Reims
+33465710001|mrs|Chantal|Roussel|75 chemin des Vignes|13006|Marseille
+33465710002|mr|Antoine|Fabre|13 rue Pasteur|38000|Grenoble
+33465710003|mrs|Giulia|Moretti|8 boulevard Victor-Hugo|34000|Montpellier
+33465710004|mr|Hervé|Chevalier|88 bis cours de la République|63000|Clermont-Ferrand
+33465710005|mrs|Inès|Carvalho|41 bis rue Pasteur|06300|Nice
+33465710006|mr|Maurice|Blanchard|119 bis chemin des Vignes|69003|Lyon
+33465710007|mrs|Camille|Perrin|39 cours de la République|13006|Marseille
+33465710008|mr|Sébastien|Lacroix|24 avenue de la Gare|38000|Grenoble
+33536490001|mrs|Josette|Dumas|74 impasse du Moulin|33000|Bordeaux
+33536490002|mr|Thierry|Labat|64 rue du Four|64000|Pau
+33536490003|mrs|Maïté|Etcheverry|58 rue Pasteur|87000|Limoges
+33536490004|mr|Patrice|Rivière|10 impasse du Moulin|40000|Mont-de-Marsan
+33536490005|mrs|Élodie|Sarrazin|54 cours de la République|17000|La Rochelle
+33536490006|mr|Norbert|Castaing|44 boulevard Victor-Hugo|31000|Toulouse
+33536490007|mrs|Simone|Guérin|54 quai des Brumes|33000|Bordeaux
+33536490008|mr|Damien|Pujol|10 chemin des Vignes|64000|Pau
+33639980011|mrs|Rachel|Cohen|89 rue Pasteur|94300|Vincennes
+33639980012|mr|Moussa|Diallo|64 bis avenue de la Gare|75011|Paris
+33639980013|mrs|Hélène|Nguyen|108 allée des Tilleuls|93100|Montreuil
+33639980014|mr|Olivier|Renaud|61 rue des Lilas|92150|Suresnes
+33639980015|mrs|Louise|d’Arcourt|94 quai des Brumes|94300|Vincennes
+33639980016|mr|Tomasz|Nowak|74 bis allée des Tilleuls|75011|Paris
+33639980017|mrs|Véronique|Aubert|92 bis quai des Brumes|93100|Montreuil`;

/** Donors of earlier years, with the same columns and an e-mail address. They are found before the directory is asked. */
const DONORS = `
+33639980001|mr|Jean-Pierre|Martin|8 place Saint-Sauveur|14000|Caen|jean-pierre.martin@example.org
+33639980002|mrs|Madeleine|Roche|41 rue des Écoles|75011|Paris|madeleine.roche@example.org
+33639980003|mr|Samir|Belkacem|3 impasse du Moulin|69003|Lyon|samir.belkacem@example.org
+33261910040|mrs|Suzanne|Lemoine|17 avenue de la Gare|35000|Rennes|
+33261910040|mr|Paul|Lemoine|17 avenue de la Gare|35000|Rennes|paul.lemoine@example.org
+33465710040|mrs|Éléonore|Vidal|5 cours de la République|34000|Montpellier|eleonore.vidal@example.org`;

export interface TrialPerson {
  readonly phone: string;
  readonly title: 'mrs' | 'mr';
  readonly first_name: string;
  readonly last_name: string;
  readonly street: string;
  readonly postcode: string;
  readonly town: string;
  readonly email: string;
}

/** Who is heard in a test call; the first of the directory. */
export const TEST_CALLER = '+33261910001';

export const trialDirectory = (): readonly TrialPerson[] => people(DIRECTORY);
export const trialDonors = (): readonly TrialPerson[] => people(DONORS);

function people(table: string): readonly TrialPerson[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [phone = '', title, first = '', last = '', street = '', postcode = '', town = '', email = ''] =
        row.split('|');
      const name = { first_name: first, last_name: last };
      return { phone, title: title === 'mrs' ? 'mrs' : 'mr', ...name, street, postcode, town, email };
    });
}
