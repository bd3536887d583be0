/** Written by the callers helper: parsePhone, formatPhone. */
export {};
