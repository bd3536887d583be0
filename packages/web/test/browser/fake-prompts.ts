import type { PromptList, PromptState, PromptTake } from '@pledgeline/contract';
import { PROMPTS } from '@pledgeline/core';
import { readFile } from 'node:fs/promises';

const SHIPPED = new URL('../../../media/prompts/', import.meta.url);

/** The prompts of an invented campaign; what is recorded is kept and given back as it came. */
export class FakePrompts {
  readonly sounds = new Map<string, Buffer>();
  #takes = 0;
  readonly #states = new Map<string, PromptState>(
    PROMPTS.map(({ name }) => [name, { name, live: null, draft: null, shippedMilliseconds: 4_200 }]),
  );

  state(name: string): PromptState {
    const state = this.#states.get(name);
    if (state === undefined) throw new Error(`no prompt ${name}`);
    return state;
  }

  change(name: string, change: Partial<PromptState>): void {
    this.#states.set(name, { ...this.state(name), ...change });
  }

  take(milliseconds: number): PromptTake {
    this.#takes += 1;
    const id = `00000000-0000-4000-8000-${String(this.#takes).padStart(12, '0')}`;
    return { id, milliseconds, by: 'Camille', at: '2026-11-20T16:42:00.000Z' };
  }

  answer(method: string, path: string, body: unknown): unknown {
    const [, name = '', part = ''] = path.split('/').slice(2);
    if (method === 'PUT') {
      const wav = Buffer.from((body as { audio: string }).audio, 'base64');
      this.sounds.set(`${name} draft`, wav);
      this.change(name, { draft: this.take(Math.round((wav.length - 44) / 16)) });
    }
    if (method === 'POST') {
      const { draft } = this.state(name);
      if (draft?.id !== (body as { draft: string }).draft)
        return { fault: 'PROMPT_CHANGED', message: 'PROMPT_CHANGED' };
      this.sounds.set(`${name} live`, this.sounds.get(`${name} draft`) ?? Buffer.alloc(0));
      this.change(name, { live: draft, draft: null });
    }
    if (method === 'DELETE') this.change(name, part === 'live' ? { live: null } : { draft: null });
    return this.#list();
  }

  /** Null: there is no such sound. */
  async sound(path: string): Promise<Buffer | null> {
    const [, name = '', file = ''] = path.split('/').slice(2);
    const which = file.replace('.wav', '');
    if (which === 'shipped') return readFile(new URL(`${name}.wav`, SHIPPED));
    return this.sounds.get(`${name} ${which}`) ?? null;
  }

  #list(): PromptList {
    return {
      campaign: { name: 'Soirée des promesses', trial: false },
      prompts: PROMPTS.map(({ name }) => this.state(name)),
    };
  }
}
