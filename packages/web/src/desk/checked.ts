const CHECKED = 'pledgeline.headset-checked';

/** Each seating checks its headset once: the browser may have been allowed the microphone by whoever sat here before. */
export function wasChecked(agent: string): boolean {
  try {
    return sessionStorage.getItem(CHECKED) === agent;
  } catch {
    return false;
  }
}

export function noteChecked(agent: string): void {
  try {
    sessionStorage.setItem(CHECKED, agent);
  } catch {
    // Then a reload asks once more.
  }
}
