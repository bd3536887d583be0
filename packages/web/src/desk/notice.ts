/** What is said on the desk until something else happens. */
export type Notice =
  | 'none'
  | 'caller-gone'
  | 'missed'
  | 'finish-first'
  | 'not-yours'
  | 'not-answered'
  | 'with-charity';
