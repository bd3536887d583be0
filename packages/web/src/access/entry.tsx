import type { ReactNode } from 'react';
import { LanguageSwitch } from '../language/use-sentences.tsx';
import './entry.css';

/** The door: what one sees before sitting anywhere. */
export function Entry({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="entry">
      <header className="entry-head">
        <span className="mark">Pledgeline</span>
        <LanguageSwitch className="key key-quiet" />
      </header>
      <main className="entry-main">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
