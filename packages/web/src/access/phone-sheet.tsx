import type { NewPhonePassword, Position } from '@pledgeline/contract';
import { useEffect, useRef, useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { copied } from './copied.ts';

interface SheetProps {
  readonly position: Position;
  readonly made: NewPhonePassword;
  readonly close: () => void;
}

/** All that is typed into a telephone, to be copied or printed: its password is shown here and never again. */
export function PhoneSheet({ position, made, close }: SheetProps) {
  const { phone: words } = useSentences();
  const title = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="phone-sheet" aria-label={words.sheet.title(position.number, position.site)}>
      <h2 ref={title} tabIndex={-1}>
        {words.sheet.title(position.number, position.site)}
      </h2>
      <p className="phone-once">{words.sheet.once}</p>
      <Table made={made} />
      <div className="position-keys">
        <button
          type="button"
          className="key key-first"
          onClick={() =>
            void copied(made.password).then((isCopied) =>
              setSaid(isCopied ? words.sheet.copied : words.sheet.notCopied),
            )
          }
        >
          {words.sheet.copy}
        </button>
        <button type="button" className="key" onClick={() => print()}>
          {words.sheet.print}
        </button>
        <button type="button" className="key key-quiet" onClick={close}>
          {words.sheet.done}
        </button>
      </div>
      <output>{said}</output>
    </section>
  );
}

function Table({ made: { user, password, registrar } }: { readonly made: NewPhonePassword }) {
  const { phone } = useSentences();
  const { rows, values } = phone.sheet;
  const { addresses, port, tlsPort } = registrar;
  return (
    <table className="phone-table">
      <tbody>
        <Row name={rows.registrar}>
          <b>{addresses.join(values.or)}</b>
        </Row>
        <Row name={rows.port}>
          <b>{port}</b> {values.transport}
        </Row>
        {tlsPort === null ? null : (
          <Row name={rows.tls}>
            <b>{tlsPort}</b> {values.tls}
          </Row>
        )}
        <Row name={rows.user}>
          <b>{user}</b>
        </Row>
        <Row name={rows.password}>
          {/* In groups for the eye alone: what is copied or read aloud is the password itself. */}
          <b className="phone-password">
            {password.match(/.{1,6}/g)?.map((group, at) => (
              <span key={at}>{group}</span>
            ))}
          </b>
        </Row>
        <Row name={rows.expires}>{values.expires}</Row>
        <Row name={rows.answer}>{values.answer}</Row>
        <Row name={rows.codec}>{values.codec}</Row>
      </tbody>
    </table>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}
