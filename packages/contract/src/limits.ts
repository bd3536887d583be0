/** Everything has a limit; what happens beyond it stands beside it. */
export const LIMITS = {
  /** A pledge below is refused in words (BAD_INPUT). */
  pledgeCentsMin: 100,
  /** A pledge above is refused in words: nobody promises more by telephone without being called back. */
  pledgeCentsMax: 5_000_000,
  nameCharsMax: 80,
  streetCharsMax: 120,
  postcodeCharsMax: 12,
  townCharsMax: 80,
  emailCharsMax: 254,
  noteCharsMax: 500,
  /** An HTTP body above is refused (413). */
  httpBodyBytesMax: 65_536,
  /** Events kept for a desk that comes back; beyond, it gets the whole state again. */
  liveEventsKept: 500,
  /** Of those who wait, a supervisor's screen names so many one by one. */
  waitingShownMax: 50,
  /** A look-up that takes longer is not waited for. */
  callerLookUpMs: 300,
  /** A wrap-up that should last longer is a break. */
  wrapUpSecondsMax: 3_600,
  /** A message to a desk is two lines beside the state; what is longer is said in person. */
  deskMessageCharsMax: 120,
  /** Messages that a desk has not put away; a further one is refused in words (DESK_FULL). */
  deskMessagesMax: 5,
  /** A bound on the wait that lies further away is none. */
  choiceSecondsMax: 3_600,
  /** Who may take a seat is chosen by one digit. */
  nextVolunteersMax: 9,
  /** Evenings and days of one campaign. */
  openingsMax: 60,
  /** Moments on air of one campaign. */
  momentsMax: 300,
  showTitleCharsMax: 80,
  /** What is on air for longer is a programme. */
  onAirSecondsMax: 3_600,
  /** A run of show of that many lines fits well below it, and in one request. */
  showFileCharsMax: 50_000,
  /** Minutes after a moment in which its calls are counted. */
  minutesAfterOnAir: 10,
  /** Positions that are made at once; a house has some hundreds. */
  positionsAddedMax: 500,
} as const;
