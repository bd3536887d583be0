import { z } from 'zod';

/**
 * Every fault that an API can answer: its status, and a sentence in each language that says what to do.
 * The API's document and the screens' sentences both come from here.
 */
export const FAULTS = {
  BAD_INPUT: {
    status: 400,
    en: 'Something in this form is not right: see the marked fields.',
    fr: 'Un champ de ce formulaire est à corriger : voyez les champs marqués.',
  },
  CARD_NUMBER: {
    status: 422,
    en: 'This looks like a card or account number. It was not kept. Tell the donor: “We never take card numbers on the phone; you will pay on our web site.”',
    fr: 'Ceci ressemble à un numéro de carte ou de compte. Il n’a pas été gardé. Dites au donateur : « Nous ne prenons jamais de numéro de carte au téléphone ; vous réglerez sur notre site. »',
  },
  NOT_SIGNED_IN: {
    status: 401,
    en: 'You are not signed in, or your session has ended. Sign in again.',
    fr: 'Vous n’êtes pas connecté, ou votre session est terminée. Reconnectez-vous.',
  },
  NOT_ALLOWED: {
    status: 403,
    en: 'Your role does not allow this. Ask a supervisor.',
    fr: 'Votre rôle ne le permet pas. Demandez à un superviseur.',
  },
  NOT_FOUND: {
    status: 404,
    en: 'There is nothing here. Check the address.',
    fr: 'Il n’y a rien ici. Vérifiez l’adresse.',
  },
  LINK_USED: {
    status: 410,
    en: 'This link has been used or is too old. Ask for a new one.',
    fr: 'Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau.',
  },
  WRONG_CODE: {
    status: 401,
    en: 'This code opens no position now. Check it with a supervisor.',
    fr: 'Ce code n’ouvre aucune position en ce moment. Vérifiez-le avec un superviseur.',
  },
  POSITION_TAKEN: {
    status: 409,
    en: 'Somebody sits at this position. Take another, or ask a supervisor to free it.',
    fr: 'Cette position est occupée. Prenez-en une autre, ou demandez à un superviseur de la libérer.',
  },
  NO_SEAT: {
    status: 409,
    en: 'You sit at no position. Take one first.',
    fr: 'Vous n’êtes à aucune position. Prenez-en une d’abord.',
  },
  NO_SOUND: {
    status: 409,
    en: 'The microphone is not connected yet. Do the headset check first.',
    fr: 'Le micro n’est pas encore branché. Faites d’abord l’essai du casque.',
  },
  SOUND_AT_PHONE: {
    status: 409,
    en: 'The telephone at this position carries the sound. Reload this page.',
    fr: 'Le téléphone de cette position porte le son. Rechargez cette page.',
  },
  SOUND_FAILED: {
    status: 503,
    en: 'The sound could not be set up. Reload the page; if it happens again, tell a supervisor.',
    fr: 'Le son n’a pas pu être établi. Rechargez la page ; si cela se reproduit, prévenez un superviseur.',
  },
  NO_SUCH_CALL: {
    status: 409,
    en: 'This call is over.',
    fr: 'Cet appel est terminé.',
  },
  NOT_READY: {
    status: 409,
    en: 'Press Ready first.',
    fr: 'Mettez-vous d’abord sur « Prêt ».',
  },
  ON_A_CALL: {
    status: 409,
    en: 'You have a call of your own. Finish it, and its form, first.',
    fr: 'Vous avez vous-même un appel. Terminez-le d’abord, avec sa fiche.',
  },
  CONSULTING: {
    status: 409,
    en: 'You are speaking with somebody about this call. Hand it over, or take the caller back, first.',
    fr: 'Vous êtes déjà en consultation pour cet appel. Passez l’appel, ou reprenez d’abord le correspondant.',
  },
  NO_NUMBER: {
    status: 409,
    en: 'This caller withheld the number, or it is not known any more: it cannot be barred.',
    fr: 'Cet appelant masque son numéro, ou le numéro n’est plus connu : on ne peut pas l’écarter.',
  },
  NOT_CONSULTING: {
    status: 409,
    en: 'Nobody has answered yet, or is on the line any more.',
    fr: 'Personne n’a encore répondu, ou n’est plus en ligne.',
  },
  NOT_FREE: {
    status: 409,
    en: 'This person is no longer free. Choose somebody else, or a line.',
    fr: 'Cette personne n’est plus disponible. Choisissez quelqu’un d’autre, ou une file.',
  },
  LINE_CLOSED: {
    status: 409,
    en: 'This line is closed. Choose another one, or somebody who is free.',
    fr: 'Cette ligne est fermée. Choisissez-en une autre, ou une personne disponible.',
  },
  DESK_FULL: {
    status: 409,
    en: 'Five messages wait to be read at this desk already: go and see.',
    fr: 'Cinq messages attendent déjà d’être lus à ce poste : allez voir sur place.',
  },
  CALL_FULL: {
    status: 409,
    en: 'Three supervisors are on this call already.',
    fr: 'Trois superviseurs sont déjà sur cet appel.',
  },
  PLEDGE_OF_ANOTHER: {
    status: 409,
    en: 'This pledge was taken at another position and cannot be changed from here.',
    fr: 'Cette promesse a été prise à une autre position et ne peut pas être changée d’ici.',
  },
  BAD_SIGNATURE: {
    status: 401,
    en: 'The signature of this notification is not ours. Nothing was changed.',
    fr: 'La signature de cette notification n’est pas la bonne. Rien n’a été changé.',
  },
  TRUNK_ADDRESS: {
    status: 400,
    en: 'An entry is neither an address (198.51.100.7), nor a block (198.51.100.0/24), nor a host name (sip.carrier.example). Write it without “sip:” and without a port; one is needed unless the line registers.',
    fr: 'Une entrée n’est ni une adresse (198.51.100.7), ni un bloc (198.51.100.0/24), ni un nom d’hôte (sip.operateur.example). Écrivez-la sans « sip: » et sans port ; il en faut au moins une, sauf si la ligne s’enregistre.',
  },
  TRUNK_HOST: {
    status: 400,
    en: 'This is no host. Write a name or an address, with a port if need be: sip.carrier.example, 198.51.100.7:5080.',
    fr: 'Ce n’est pas un hôte. Écrivez un nom ou une adresse, avec un port au besoin : sip.operateur.example, 198.51.100.7:5080.',
  },
  TRUNK_TWICE: {
    status: 400,
    en: 'The same address stands here twice, or lies in a block that is listed as well. Keep one of the two.',
    fr: 'La même adresse figure deux fois, ou se trouve dans un bloc déjà indiqué. Gardez l’une des deux.',
  },
  TRUNK_OVERLAP: {
    status: 409,
    en: 'Another trunk has one of these addresses. A call must belong to one trunk: take the address out of the other one first.',
    fr: 'Une autre ligne opérateur a déjà l’une de ces adresses. Un appel doit venir d’une seule ligne : retirez d’abord l’adresse de l’autre.',
  },
  TRUNK_NAME_TAKEN: {
    status: 409,
    en: 'Another trunk has this name. Choose a name that tells the two apart.',
    fr: 'Une autre ligne opérateur porte ce nom. Choisissez un nom qui les distingue.',
  },
  TRUNK_AUTHORITY: {
    status: 400,
    en: 'This is no certificate authority. Paste the whole PEM text that the carrier gave you, from BEGIN CERTIFICATE to END CERTIFICATE.',
    fr: 'Ce n’est pas un certificat d’autorité. Collez tout le texte PEM remis par l’opérateur, de BEGIN CERTIFICATE à END CERTIFICATE.',
  },
  TRUNK_PASSWORD: {
    status: 400,
    en: 'Registering needs a password. Type the one that the carrier gave you; after another registrar or user name, type it again.',
    fr: 'L’enregistrement demande un mot de passe. Saisissez celui que l’opérateur vous a remis ; si le registrar ou l’identifiant change, saisissez-le de nouveau.',
  },
  TRUNK_CHANGED: {
    status: 409,
    en: 'Somebody else has changed this trunk meanwhile. Close the form, look at it as it is now, and make your change again.',
    fr: 'Quelqu’un d’autre a modifié cette ligne entre-temps. Fermez le formulaire, voyez-la telle qu’elle est, puis refaites votre modification.',
  },
  TRUNKS_FULL: {
    status: 409,
    en: 'There are a hundred trunks already. Remove one that is no longer used.',
    fr: 'Il y a déjà cent lignes opérateur. Supprimez-en une qui ne sert plus.',
  },
  PROMPT_SOUND: {
    status: 400,
    en: 'This is no recording that a telephone can play. Record it here, or choose a WAV or MP3 file.',
    fr: 'Ce n’est pas un enregistrement que le téléphone puisse lire. Enregistrez-le ici, ou choisissez un fichier WAV ou MP3.',
  },
  PROMPT_LENGTH: {
    status: 400,
    en: 'This recording is too short or too long: at most 60 seconds for a message, 5 for a word of an amount.',
    fr: 'Cet enregistrement est trop court ou trop long : au plus 60 secondes pour une annonce, 5 pour un mot d’un montant.',
  },
  PROMPT_SILENT: {
    status: 400,
    en: 'Nothing can be heard in this recording. Check the microphone and record it again.',
    fr: 'On n’entend rien dans cet enregistrement. Vérifiez le micro et recommencez.',
  },
  PROMPT_CHANGED: {
    status: 409,
    en: 'Somebody has recorded another draft meanwhile, or put it on air. Listen to what is there now.',
    fr: 'Quelqu’un a enregistré un autre essai entre-temps, ou l’a déjà mis à l’antenne. Écoutez ce qui s’y trouve maintenant.',
  },
  PHONE_ALREADY: {
    status: 409,
    en: 'This position has a desk phone already, by an address or by an account. Take that away first.',
    fr: 'Cette position a déjà un téléphone, par une adresse ou par un compte. Retirez-le d’abord.',
  },
  PHONE_USER_TAKEN: {
    status: 409,
    en: 'Another position has an account with this name. Choose one that says where the phone stands, such as caen-17.',
    fr: 'Une autre position a déjà un compte à ce nom. Choisissez-en un qui dit où est le téléphone, par exemple caen-17.',
  },
  PHONE_ACCOUNTS_FULL: {
    status: 409,
    en: 'There are as many phone accounts as this line can hold. Remove those that are no longer used.',
    fr: 'Il y a autant de comptes téléphoniques que la ligne peut en tenir. Supprimez ceux qui ne servent plus.',
  },
  SITE_NETWORK: {
    status: 400,
    en: 'An entry is neither an address (192.0.2.7) nor a whole block (192.0.2.0/24), or the block is too wide (at most a /8, a /32 in IPv6).',
    fr: 'Une entrée n’est ni une adresse (192.0.2.7) ni un bloc entier (192.0.2.0/24), ou le bloc est trop large (au plus un /8, un /32 en IPv6).',
  },
  OUTSIDE_NUMBER: {
    status: 400,
    en: 'This is no telephone number that could be rung. Write it in full, such as 02 61 91 00 01 or +32 2 555 12 12; short numbers cannot be rung from here.',
    fr: 'Ce n’est pas un numéro que l’on peut appeler. Écrivez-le en entier, par exemple 02 61 91 00 01 ou +32 2 555 12 12 ; les numéros courts ne peuvent pas être appelés d’ici.',
  },
  OUTSIDE_COSTLY: {
    status: 422,
    en: 'Premium-rate, shared-cost and satellite numbers are never rung from here. Give an ordinary number.',
    fr: 'Les numéros surtaxés ou par satellite ne sont jamais appelés d’ici. Donnez un numéro ordinaire.',
  },
  OUTSIDE_COUNTRY: {
    status: 422,
    en: 'Only France and its overseas departments are rung. To ring this country, open its prefix below first.',
    fr: 'Seuls la France et les départements d’outre-mer sont appelés. Pour appeler ce pays, ouvrez d’abord son indicatif plus bas.',
  },
  OUTSIDE_TWICE: {
    status: 409,
    en: 'This number or this name is on the list already.',
    fr: 'Ce numéro ou ce nom figure déjà dans la liste.',
  },
  OUTSIDE_OWN_LINE: {
    status: 409,
    en: 'This is a number of this very line: the call would come back here. Give another one.',
    fr: 'C’est un numéro de cette ligne même : l’appel reviendrait ici. Donnez-en un autre.',
  },
  OUTSIDE_FULL: {
    status: 409,
    en: 'There are fifty numbers already. Remove one that is no longer used.',
    fr: 'Il y a déjà cinquante numéros. Supprimez-en un qui ne sert plus.',
  },
  OUTSIDE_PREFIX: {
    status: 400,
    en: 'An entry is not the prefix of another country. Write + and the country’s digits, such as +32; France and satellites have no place here.',
    fr: 'Une entrée n’est pas l’indicatif d’un autre pays. Écrivez + et les chiffres du pays, par exemple +32 ; ni la France ni les satellites n’ont leur place ici.',
  },
  SITE_TWICE: {
    status: 409,
    en: 'Another site has this name already. Give each its own.',
    fr: 'Un autre site porte déjà ce nom. Donnez un nom à chacun.',
  },
  SITE_FULL: {
    status: 409,
    en: 'This site has a hundred supervisors already. Remove those who are gone.',
    fr: 'Ce site a déjà cent superviseurs. Retirez ceux qui sont partis.',
  },
  SHOW_FULL: {
    status: 409,
    en: 'That is more than one campaign can hold (60 opening hours, 300 moments on air). Take out what is over.',
    fr: 'C’est plus qu’une campagne ne peut en contenir (60 plages d’ouverture, 300 passages à l’antenne). Retirez ceux qui sont passés.',
  },
  SHOW_HEADER: {
    status: 400,
    en: 'The first line of the file must name the columns: date, time, title, and seconds if you have them. Nothing was changed.',
    fr: 'La première ligne du fichier doit nommer les colonnes : date, heure, titre, et durée si vous l’avez. Rien n’a été changé.',
  },
  SAME_MOMENT: {
    status: 409,
    en: 'There is another moment on air at this minute. Change that one instead.',
    fr: 'Un autre passage à l’antenne est déjà prévu à cette minute. Modifiez plutôt celui-là.',
  },
  NO_LISTENER: {
    status: 409,
    en: 'None of the charity’s listeners is free. Read the caller the words on the screen. Nothing has been forgotten yet.',
    fr: 'Aucun écoutant de l’association n’est libre. Lisez à l’appelant les mots affichés. Rien n’a encore été oublié.',
  },
  REHEARSAL_ON: {
    status: 409,
    en: 'A rehearsal is under way. Stop it, or wait for its end.',
    fr: 'Une répétition est en cours. Arrêtez-la ou attendez qu’elle se termine.',
  },
  REHEARSAL_LIVE: {
    status: 409,
    en: 'The line is open to donors. Rehearse outside its hours, or close it first.',
    fr: 'La ligne est ouverte aux donateurs. Répétez en dehors des horaires, ou fermez-la d’abord.',
  },
  REHEARSAL_TRUNK: {
    status: 409,
    en: 'Calls from this very machine belong to a real trunk, so they would count. Ask an operator to take 127.0.0.1 out of it.',
    fr: 'Les appels de cette machine même appartiennent à une vraie ligne opérateur : ils compteraient. Demandez à l’exploitation d’en retirer 127.0.0.1.',
  },
  REHEARSAL_NO_LINE: {
    status: 409,
    en: 'The campaign has no number to ring yet. Give it one first.',
    fr: 'La campagne n’a encore aucun numéro à appeler. Donnez-lui-en un d’abord.',
  },
  TOO_MANY: {
    status: 429,
    en: 'Too many attempts. Wait a minute and try again.',
    fr: 'Trop de tentatives. Attendez une minute et réessayez.',
  },
  TOO_LARGE: {
    status: 413,
    en: 'This is too long to be taken. Shorten it and try again.',
    fr: 'C’est trop long pour être pris. Raccourcissez et réessayez.',
  },
  BROKEN: {
    status: 500,
    en: 'Something went wrong on our side. What you typed is kept; try again, and tell a supervisor if it happens again.',
    fr: 'Un problème est survenu de notre côté. Ce que vous avez saisi est gardé ; réessayez, et prévenez un superviseur si cela se reproduit.',
  },
  UNAVAILABLE: {
    status: 503,
    en: 'The line’s server cannot do this now. What you typed is kept; try again in a moment.',
    fr: 'Le serveur ne peut pas le faire pour l’instant. Ce que vous avez saisi est gardé ; réessayez dans un instant.',
  },
} as const satisfies Record<string, { status: number; en: string; fr: string }>;

export type Fault = keyof typeof FAULTS;

/** What every failed request answers. `fields` names the inputs at fault by their path, never their values. */
export const FaultBody = z.object({
  fault: z.enum(Object.keys(FAULTS) as [Fault, ...Fault[]]),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** The name under which the server's log holds what happened; with BROKEN only. */
  request: z.string().optional(),
});
export type FaultBody = z.infer<typeof FaultBody>;
