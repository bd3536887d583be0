/** The attributes of a description that a telephone call needs, each in its narrowest form. */
const ATTRIBUTES: readonly RegExp[] = [
  /^(sendrecv|sendonly|recvonly|inactive|rtcp-mux)$/,
  /^rtpmap:\d{1,3} +(PCMA|PCMU|G722|G729|GSM|iLBC|opus|speex|AMR|AMR-WB|EVS|CN|telephone-event)\/\d{1,5}(\/\d)?$/i,
  /^fmtp:\d{1,3} +\d{1,2}(-\d{1,2})?(,\d{1,2}(-\d{1,2})?)?$/,
  /^(ptime|maxptime):\d{1,3}$/,
];

export const isAttributeOfSound = (value: string): boolean =>
  ATTRIBUTES.some((pattern) => pattern.test(value.trim()));
