import type { Prompt } from '@pledgeline/core';

/** What a prompt is for; a piece of an amount is known by what it says. */
export const titleOf = ({ name, language, text }: Prompt, names: Readonly<Record<string, string>>): string =>
  names[name.slice(0, -language.length - 1)] ?? text;
