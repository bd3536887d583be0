import type { frenchPhones } from './french-phones.ts';

/** The part about desk phones, for those who sit at one and those who give them. */
export const englishPhones: typeof frenchPhones = {
  title: 'Your telephone',
  byItself: 'Your telephone answers by itself: leave the handset on its hook, or keep the headset on.',
  noMicrophone: 'The browser needs no microphone here.',
  hangsUp: 'Hang up at the telephone or with F10: either ends the call.',
  canBeRung: 'Everything is ready for your telephone.',
  cannotBeRung: 'Your telephone cannot be rung yet. If this stays, tell a supervisor.',
  again: 'About my telephone',
  missed: 'The call could not be put through to your telephone: check that it is plugged in, on and hung up.',
  learnHangUp: 'F10 hangs up, and so does your telephone. Only you or the caller ends a call.',
  status: {
    awayMissed: 'Your telephone did not answer. Check it, then press Ready.',
    awaySound: 'The telephone had no sound. Press Ready to go on.',
  },
  ofPosition: (number: number) => `Telephone of position ${number}`,
  carries: 'Telephone',
  give: 'Add a telephone',
  giveNumber: (number: number) => `Add a telephone to position ${number}`,
  change: 'Change',
  changeNumber: (number: number) => `Change the telephone of position ${number}`,
  address: 'SIP address',
  help: 'For example sip:agent17@192.0.2.4. A change counts at once, even in the middle of a call.',
  save: 'Save',
  remove: 'Remove',
  cancel: 'Cancel',
  wrong: 'This address cannot be rung: it needs the machine’s IP address, not its name.',
  saved: 'Telephone saved.',
  removed: 'Telephone removed: the browser carries the sound.',
};
