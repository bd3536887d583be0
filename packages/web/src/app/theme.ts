import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';
export const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

const KEPT_UNDER = 'pledgeline.theme';
const listeners = new Set<() => void>();
let chosen: Theme = kept();

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEPT_UNDER);
    return THEMES.find((theme) => theme === value) ?? 'system';
  } catch {
    return 'system';
  }
}

const systemDark = globalThis.matchMedia('(prefers-color-scheme: dark)');
systemDark.addEventListener('change', show);

/** What is drawn: one of two, written where the style sheets look. */
const drawnTheme = (): 'light' | 'dark' =>
  chosen === 'system' ? (systemDark.matches ? 'dark' : 'light') : chosen;

export function show(): void {
  document.documentElement.dataset['theme'] = drawnTheme();
  for (const listener of listeners) listener();
}

export function chooseTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(KEPT_UNDER, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  show();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useDrawnTheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, drawnTheme);
export const useChosenTheme = (): Theme => useSyncExternalStore(subscribe, () => chosen);
