import type { CallPlace, Hoax } from './call.ts';

/** [CAL-143] Whoever gets a call for which help was asked has it as one, however often it goes on. */
export const given = ({ hoax }: CallPlace & { readonly kind: 'talking' }): { readonly hoax?: Hoax } =>
  hoax === undefined ? {} : { hoax: { kind: 'given' } };
