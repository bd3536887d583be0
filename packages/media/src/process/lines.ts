/** Cuts a stream of text into lines; null once a line is longer than it may be: nothing after it can be trusted. */
export class Lines {
  readonly #charactersMax: number;
  #rest = '';

  constructor(charactersMax: number) {
    this.#charactersMax = charactersMax;
  }

  take(text: string): readonly string[] | null {
    const pieces = (this.#rest + text).split('\n');
    this.#rest = pieces.pop() ?? '';
    const tooLong = [...pieces, this.#rest].some((piece) => piece.length > this.#charactersMax);
    return tooLong ? null : pieces.filter((piece) => piece !== '');
  }
}
