import { connect } from '../adapters/database/connect.ts';
import { stillSynthetic } from '../prompts/store.ts';

/** Whose voice callers hear; null: it does not matter yet (a trial), or the database cannot be asked, which is said elsewhere. */
export async function promptFinding(
  url: string,
): Promise<{ readonly sound: boolean; readonly sentence: string } | null> {
  const db = connect(url, () => {}, 1);
  try {
    const voices = await stillSynthetic(db).catch(() => null);
    if (voices === null) return null;
    const { of, synthetic } = voices;
    if (synthetic === 0) return { sound: true, sentence: 'Every prompt was recorded by the charity.' };
    return {
      sound: false,
      sentence: `${synthetic} of ${of} prompts are still in the synthesiser's voice, which is not fit for the air: record them on the screen "Voice prompts".`,
    };
  } finally {
    await db.destroy();
  }
}
