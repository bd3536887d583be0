import { useState } from 'react';

interface AskedTwiceProps {
  readonly label: string;
  /** What the key says the second time: what it will do. */
  readonly sure: string;
  /** For whoever does not see beside what it stands. */
  readonly name?: string;
  readonly busy: boolean;
  readonly act: () => void;
}

/** A key for what cannot be taken back: asked twice, in place. Whoever goes on to something else was not sure. */
export function AskedTwice({ label, sure, name, busy, act }: AskedTwiceProps) {
  const [isSure, setSure] = useState(false);
  return (
    <button
      type="button"
      className="key"
      aria-label={isSure ? undefined : name}
      disabled={busy}
      onBlur={() => setSure(false)}
      onClick={() => (isSure ? act() : setSure(true))}
    >
      {isSure ? sure : label}
    </button>
  );
}
