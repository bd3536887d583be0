import type { Language, ScriptStep } from '@pledgeline/contract';

/** What is read aloud takes about 45 of the 68 seconds; the rest is the donor's. */
const FRENCH: readonly ScriptStep[] = [
  {
    id: 'fr-greeting',
    at: 'greeting',
    say: 'La Ligne d’Espoir, bonjour ! Vous souhaitez faire une promesse de don ?',
    note: 'Souriez : cela s’entend. Question sur la maladie, témoignage, presse, legs : appelez un superviseur.',
  },
  {
    id: 'fr-amount',
    at: 'amount',
    say: 'Merci beaucoup. Quel montant souhaitez-vous donner ?',
    note: 'Laissez dire un montant sans en proposer. Touches 1 à 6, ou tapez-le.',
  },
  {
    id: 'fr-identity',
    at: 'identity',
    say: 'À quel nom, s’il vous plaît ?',
    note: 'Fiche déjà remplie : faites seulement confirmer (« Vous êtes bien Madame… ? »). Sinon, faites épeler.',
  },
  {
    id: 'fr-address',
    at: 'address',
    say: 'Et votre adresse ? Commençons par le code postal.',
    note: 'Fiche déjà remplie : « Vous habitez toujours à… ? » suffit.',
  },
  {
    id: 'fr-way',
    at: 'way',
    say: 'Vous réglerez en ligne, en toute sécurité. Je vous envoie le lien par SMS, par e-mail, ou par courrier ?',
  },
  {
    id: 'fr-read-back',
    at: 'read-back',
    say: 'Je vérifie avec vous.',
    note: 'Relisez le montant, le nom, l’adresse et le moyen choisi. Attendez un « oui », lisez l’information, puis enregistrez.',
  },
  {
    id: 'fr-thanks',
    at: 'thanks',
    say: 'Votre promesse est enregistrée, le lien arrive. Merci de tout cœur, et bonne journée !',
    note: 'Enregistré avant l’information ? Lisez-la maintenant. Puis raccrochez vous-même.',
  },
  {
    id: 'fr-hoax',
    at: 'hoax',
    say: 'Cette ligne est réservée aux personnes qui souhaitent donner. Je vous souhaite une bonne journée, au revoir.',
    note: 'Ne répondez à rien, ne jugez pas : dites la phrase une fois et raccrochez.',
  },
  {
    id: 'fr-card',
    at: 'card',
    say: 'Je vous arrête : pour votre sécurité, nous ne prenons jamais de numéro de carte au téléphone. Vous réglerez sur notre site.',
    note: 'N’écrivez aucun chiffre de la carte, même au brouillon.',
  },
];

const ENGLISH: readonly ScriptStep[] = [
  {
    id: 'en-greeting',
    at: 'greeting',
    say: 'La Ligne d’Espoir, hello! Would you like to make a pledge?',
    note: 'Smile: it can be heard. Questions about the illness, testimonies, press, legacies: call a supervisor.',
  },
  {
    id: 'en-amount',
    at: 'amount',
    say: 'Thank you very much. How much would you like to give?',
    note: 'Let the donor name an amount; do not suggest one. Keys 1 to 6, or type it.',
  },
  {
    id: 'en-identity',
    at: 'identity',
    say: 'What name is it, please?',
    note: 'Filled in already: just have it confirmed. Otherwise, have it spelt.',
  },
  {
    id: 'en-address',
    at: 'address',
    say: 'And your address? Let’s start with the postcode.',
    note: 'Filled in already: “Do you still live in…?” is enough.',
  },
  {
    id: 'en-way',
    at: 'way',
    say: 'You will pay online, safely. Shall I send you the link by text message, by e-mail, or by post?',
  },
  {
    id: 'en-read-back',
    at: 'read-back',
    say: 'Let me check that with you.',
    note: 'Read back the amount, the name, the address and the way. Wait for a “yes”, read the information, then save.',
  },
  {
    id: 'en-thanks',
    at: 'thanks',
    say: 'Your pledge is saved and the link is on its way. Thank you from all of us, and goodbye!',
    note: 'Saved before the information? Read it now. Then hang up yourself.',
  },
  {
    id: 'en-hoax',
    at: 'hoax',
    say: 'This line is kept for people who wish to give. I wish you a good day. Goodbye.',
    note: 'Answer nothing, judge nobody: say it once and hang up.',
  },
  {
    id: 'en-card',
    at: 'card',
    say: 'Let me stop you there: for your safety we never take card numbers on the phone. You will pay on our web site.',
    note: 'Write down no digit of the card, not even in a draft.',
  },
];

export const SCRIPT: Readonly<Record<Language, readonly ScriptStep[]>> = { fr: FRENCH, en: ENGLISH };

/** Who keeps the data, why, and how to refuse (GDPR art. 13; CNIL, 2022): short enough to be said on every call. */
export const INFORMATION = {
  version: 'trial-1',
  text: {
    fr: 'La Ligne d’Espoir conserve vos coordonnées pour traiter votre don et vous tenir informé. Vous pouvez y accéder, les corriger ou refuser nos sollicitations à tout moment. Souhaitez-vous ne plus être sollicité ?',
    en: 'La Ligne d’Espoir keeps your details to handle your gift and keep you informed. You may see them, correct them or refuse further appeals at any time. Would you rather not be asked again?',
  },
} as const satisfies { version: string; text: Record<Language, string> };
