/** The face of the package. */
export type {
  Codec,
  End,
  LegRequest,
  LegSession,
  LegSound,
  LineSession,
  Media,
  MediaEvent,
  MediaFault,
  MediaSessions,
  MonitorMode,
  MonitorRequest,
  PhoneAim,
  PhoneLineRequest,
  PlayRequest,
  PromptRecording,
  SoundAddress,
} from './port.ts';
export { MediaClient, type MediaClientSettings } from './process/client.ts';
export { addressFor } from './engine/addresses.ts';
export { inOneWrite } from './process/one-write.ts';
export { recordingPath } from './engine/recordings.ts';
export { readWav, writeWav } from './rtp/wav.ts';
export { startVoice, type PhoneSettings, type RtpPhone } from './phone/rtp-phone.ts';

/** The program of the media process: `node <mediaProgram> --socket PATH …` (the other arguments: `USAGE` there). */
export const mediaProgram = new URL('./main.ts', import.meta.url);
export { LIMITS } from './limits.ts';
