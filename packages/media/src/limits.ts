/** Everything has a limit. What lies beyond one is refused with the fault that stands beside it. */
export const LIMITS = {
  /**
   * Callers' legs: TOO_MANY. Measured (`npm run bench -- media`): 0.55 to 0.65 % of a core for a call that talks, so one
   * process, which has one core, carries about 150 of them; the others of the 400 wait, which costs less. Beyond this
   * one process is no longer the right engine.
   */
  legsMax: 400,
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
