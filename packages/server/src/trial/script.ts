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
    say: 'Cette ligne est réservée aux personnes qui souhaitent donner : je la libère pour elles. Bonne soirée, au revoir.',
    note: 'Un canular : dites la phrase une fois, sans répondre ni juger, puis raccrochez.',
  },
  {
    id: 'fr-hoax-insults',
    at: 'hoax',
    say: 'Je ne peux pas poursuivre cette conversation. Je raccroche. Au revoir.',
    note: 'Des insultes, des menaces : une seule phrase, d’une voix égale. Une menace précise ? Notez l’heure et prévenez le responsable.',
  },
  {
    id: 'fr-hoax-silent',
    at: 'hoax',
    say: 'Je ne vous entends pas. Pour donner, rappelez-nous ou passez par notre site. Au revoir.',
    note: 'Personne ne parle : attendez trois secondes, puis la phrase. Ce peut être une panne.',
  },
  {
    id: 'fr-hoax-child',
    at: 'hoax',
    say: 'Merci de ton appel. Cette ligne est pour les grandes personnes qui font un don. Je te dis au revoir, et bonne soirée.',
    note: 'Un enfant : doucement, sans gronder. S’il semble en danger, donnez-lui le 119, gratuit à toute heure.',
  },
  {
    id: 'fr-hoax-talker',
    at: 'hoax',
    say: 'Merci de m’avoir confié cela. D’autres personnes attendent, je dois vous laisser. Bonne soirée, au revoir.',
    note: 'Quelqu’un qui ne s’arrête pas : profitez d’une respiration. S’il parle de mourir, donnez-lui le 3114, à toute heure.',
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
    say: 'This line is for people who would like to give, so I am freeing it for them. Good evening, and goodbye.',
    note: 'A hoax: say the sentence once, neither answer nor judge, then hang up.',
  },
  {
    id: 'en-hoax-insults',
    at: 'hoax',
    say: 'I cannot go on with this conversation. I am hanging up now. Goodbye.',
    note: 'Insults or threats: one sentence, in an even voice. A definite threat? Note the time and tell whoever is in charge.',
  },
  {
    id: 'en-hoax-silent',
    at: 'hoax',
    say: 'I cannot hear you. To give, please ring again or use our website. Goodbye.',
    note: 'Nobody speaks: wait three seconds, then the sentence. It may be a fault on the line.',
  },
  {
    id: 'en-hoax-child',
    at: 'hoax',
    say: 'Thank you for ringing. This line is for grown-ups who give money. I will say goodbye now. Have a good evening.',
    note: 'A child: gently, without scolding. If it seems to be in danger, give it 119, free at any hour (in France).',
  },
  {
    id: 'en-hoax-talker',
    at: 'hoax',
    say: 'Thank you for telling me. Other people are waiting, and I have to leave you now. Good evening, and goodbye.',
    note: 'Somebody who does not stop: use a breath. If they speak of dying, give them 3114, at any hour (in France).',
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
