/** Why Pledgeline cannot start, in one sentence for whoever typed the command: what is wrong and what to do about it. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
  readonly sentence: string;

  constructor(sentence: string) {
    super(sentence);
    this.sentence = sentence;
  }
}
