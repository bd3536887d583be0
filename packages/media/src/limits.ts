/** Everything has a limit. What lies beyond one is refused with the fault that stands beside it. */
export const LIMITS = {
  /**
   * Callers' legs: TOO_MANY. A leg is one socket, and 860 short calls a second are up to a thousand of them. How much
   * sound the machine can carry is not said by their number: a call that talks takes 0.55 to 0.65 % of a core (`npm run
   * bench -- media`), and the server sheds new calls where the sound is slow to answer.
   */
  legsMax: 2_000,
  /** Agents' lines: TOO_MANY. */
  linesMax: 400,
  /** Supervisors on one call: TOO_MANY. */
  monitorsMax: 3,
  /** An SDP offer of a browser with one line of sound has 2 to 6 KB: BAD_OFFER. */
  offerCharactersMax: 65_536,
  /** A line of the process's protocol; a longer one ends the connection. */
  requestCharactersMax: 1_500_000,
  /** Connections to the process at once; the oldest gives way. */
  connectionsMax: 16,
  /** What a connection that does not read may leave waiting before it is ended. */
  unreadBytesMax: 4_194_304,
  /** A lease cannot be asked for longer: whoever dies is to be forgotten. */
  leaseMsMax: 600_000,
  /** A recording: refused when it is loaded. */
  recordingSecondsMax: 600,
  /** A recording of the charity's own: BAD_RECORDING. */
  ownRecordingSecondsMax: 60,
  /** Prompts that are said as one; an amount has twelve at the most. */
  promptsInSequenceMax: 32,
} as const;
