import type { Step } from '@pledgeline/core';
import type { Desk, DeskEffect } from './desk.ts';
import type { Form } from './form.ts';

const PUT_AWAY = { handing: false, noListener: false, dismissing: false, script: 'follows' } as const;

/** [CHW-1] The call was handed to the charity: nothing of it stays on this desk, saved or not. */
export function forgotten(desk: Desk, call: string): Step<Desk, DeskEffect> {
  const isOfIt = (form: Form): boolean => form.call === call;
  const gone = [...(desk.form === null ? [] : [desk.form]), ...desk.aside].filter(isOfIt);
  const rest: Desk = {
    ...desk,
    form: desk.form !== null && isOfIt(desk.form) ? null : desk.form,
    aside: desk.aside.filter((form) => !isOfIt(form)),
  };
  return {
    state: desk.call?.id === call ? { ...rest, call: null, ...PUT_AWAY, notice: 'with-charity' } : rest,
    effects: [
      ...gone.map(({ id }): DeskEffect => ({ kind: 'drop-draft', id })),
      { kind: 'forget-call', call },
    ],
  };
}
