import type { TrunkState } from '@pledgeline/contract';
import type { Condition } from '../trunks/condition.ts';
import type { DraftField } from '../trunks/draft.ts';

/** « 40 s », « 3 min », « 2 h » : ce qui suffit à un coup d’œil. */
const span = (seconds: number): string => {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
};

/** The operators' part; apart, because no volunteer ever reads it. */
export const frenchTrunks = {
  title: 'Lignes opérateur',
  summary: (calls: number, lines: number) =>
    `${calls} ${calls < 2 ? 'appel' : 'appels'} sur ${lines} ${lines < 2 ? 'ligne' : 'lignes'}`,
  none: 'Aucune ligne n’est raccordée : personne ne peut encore appeler.',
  readOnly: 'Vous pouvez consulter les lignes. Seul un exploitant peut les modifier.',
  add: 'Ajouter une ligne',
  edit: 'Modifier',
  editOf: (name: string) => `Modifier ${name}`,
  takesCalls: 'Ouverte aux appels',
  takesCallsOf: (name: string) => `${name}, ouverte aux appels`,
  byAddress: (count: number) => (count === 0 ? 'aucune adresse' : `${count} adresses`),
  callsOf: (calls: number, most: number) => `${calls < 2 ? 'appel' : 'appels'} sur ${most}`,
  conditions: {
    closed: 'Fermée',
    unregistered: 'Non enregistrée',
    registering: 'Enregistrement en cours',
    down: 'Ne répond pas',
    refused: 'Certificat refusé',
    full: 'Complète',
    registered: 'Enregistrée',
    up: 'Joignable',
    open: 'Ouverte',
  } satisfies Record<Condition, string>,
  notAsked: 'Présence non contrôlée.',
  noAnswerYet: 'Pas encore de réponse.',
  answered: (seconds: number, status: number, ms: number) =>
    `Réponse ${status} en ${ms} ms, il y a ${span(seconds)}.`,
  downFor: (seconds: number) => `Injoignable depuis ${span(seconds)}.`,
  unresolved: (count: number, names: string) =>
    count < 2
      ? `Nom introuvable pour l’instant : ${names}. Les dernières adresses connues restent valables.`
      : `Noms introuvables pour l’instant : ${names}. Les dernières adresses connues restent valables.`,
  registrations: {
    refused: 'L’opérateur refuse l’enregistrement : vérifiez l’identifiant et le mot de passe.',
    unreachable: 'Le registrar ne répond pas.',
    'no-password': 'Le mot de passe ne peut pas être lu sur cette machine : saisissez-le de nouveau.',
  } as Readonly<Partial<Record<TrunkState['registration'], string>>>,
  tlsFaults: {
    'tls-name': 'Son certificat est au nom d’un autre hôte.',
    'tls-expired': 'Son certificat n’est plus valable, ou pas encore.',
    'tls-untrusted': 'Son certificat vient d’une autorité inconnue : indiquez celle de l’opérateur.',
    'tls-failed': 'La connexion chiffrée n’a pas pu être établie.',
  } as Readonly<Record<string, string>>,
  gone: 'Cette ligne n’existe plus.',
  toList: 'Toutes les lignes',
  newTitle: 'Nouvelle ligne opérateur',
  editTitle: (name: string) => `Modifier ${name}`,
  carrier: 'L’opérateur',
  registration: 'Enregistrement',
  numbers: 'Numéros',
  limits: 'Limites et surveillance',
  save: 'Enregistrer',
  remove: 'Supprimer la ligne',
  removeSure: 'Supprimer pour de bon ?',
  goesOn: 'Les appels en cours continuent, quoi que vous changiez ici.',
  wrong: 'À corriger.',
  faulty: (count: number) => (count < 2 ? 'Un champ est à corriger.' : `${count} champs sont à corriger.`),
  passwordKept: 'Un mot de passe est gardé. Laissez vide pour le conserver.',
  showPassword: 'Afficher le mot de passe',
  labels: {
    name: 'Nom',
    enabled: 'Ouverte aux appels',
    transport: 'Transport',
    addresses: 'Adresses de l’opérateur',
    registers: 'La ligne s’enregistre auprès de l’opérateur',
    registrar: 'Registrar',
    user: 'Identifiant',
    authUser: 'Identifiant d’authentification',
    password: 'Mot de passe',
    expiresSeconds: 'Durée demandée, en secondes',
    outboundProxy: 'Proxy sortant',
    countryCode: 'Indicatif du pays',
    shortNumbers: 'Numéros courts',
    callsMax: 'Appels simultanés, au plus',
    earlyMedia: 'Annonce d’attente avant le décroché',
    keepAliveSeconds: 'Contrôle de présence, en secondes',
    authority: 'Autorité de certification (PEM)',
    outgoing: 'Porte les appels sortants',
  } satisfies Record<DraftField, string>,
  helps: {
    transport: 'TLS chiffre la signalisation ; le certificat de l’opérateur est alors vérifié.',
    addresses: 'Une par ligne : adresse, bloc ou nom d’hôte. Un appel venu d’ailleurs reste sans réponse.',
    registers: 'Quand l’opérateur vous a remis un identifiant et un mot de passe.',
    registrar: 'Par exemple sip.operateur.example, avec un port au besoin.',
    authUser: 'Seulement s’il diffère de l’identifiant.',
    expiresSeconds: 'L’opérateur peut en décider autrement.',
    outboundProxy: 'Seulement si l’opérateur en impose un.',
    countryCode: 'Complète un numéro qui commence par un seul zéro.',
    shortNumbers: 'Tels que l’opérateur les envoie, par exemple 110, 3637.',
    callsMax: 'Au-delà, l’opérateur est prié de réessayer un peu plus tard.',
    earlyMedia:
      'Qui attend entend l’annonce avant que l’appel soit décroché, donc facturé. À demander à l’opérateur.',
    keepAliveSeconds: 'Une requête OPTIONS à cet intervalle, de 10 à 3600. Vide : aucun contrôle.',
    authority: 'Vide : les autorités reconnues de tous.',
    outgoing:
      'Les transferts et les rappels partent par cette ligne, vers les numéros que la campagne autorise.',
  } as Readonly<Partial<Record<DraftField, string>>>,
};
