import '@mantine/core/styles.layer.css';
import './staff.css';
import { signOut, type Me } from '@pledgeline/contract';
import { createTheme, MantineProvider, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useNavigate } from '@tanstack/react-router';
import { LanguageSwitch, useSentences } from '../language/use-sentences.tsx';
import { call } from './call.ts';
import { Failure, Loading } from './failures.tsx';
import { isNow, meQuery, replyOf } from './queries.ts';
import { isStaff, operates, runsRoom, runsSite, seesTrunks, supervises } from './who.ts';
import { chooseTheme, THEMES, useChosenTheme, useDrawnTheme } from './theme.ts';

const office = createTheme({
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '750' },
  defaultRadius: 3,
  cursorType: 'pointer',
  respectReducedMotion: true,
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  colors: {
    ink: [
      '#f5f4f1',
      '#ebe9e4',
      '#cfccc4',
      '#b0ada4',
      '#8d8a82',
      '#6d6b65',
      '#4d4c48',
      '#333331',
      '#16181b',
      '#0c0d0f',
    ],
  },
});

/** The frame of every screen for staff. */
/** The server lets in the style sheets that Mantine writes by this, and no others. */
const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function StaffShell() {
  const theme = useDrawnTheme();
  return (
    <MantineProvider theme={office} forceColorScheme={theme} getStyleNonce={styleNonce}>
      <Frame />
    </MantineProvider>
  );
}

function Frame() {
  const me = useQuery(meQuery);
  const { common } = useSentences();
  if (me.isPending) return <Loading />;
  if (me.data === undefined) return <Failure error={me.error} />;
  if (!isStaff(me.data)) return <Navigate to="/" replace />;
  return (
    <div className="staff">
      <a className="skip" href="#content">
        {common.skip}
      </a>
      <header className="staff-head">
        <span className="mark">Pledgeline</span>
        <Places me={me.data} />
        <div className="staff-tools">
          <ThemeChoice />
          <LanguageSwitch className="key key-quiet" />
          <SignOut />
        </div>
      </header>
      <main id="content" className="staff-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function Places({ me }: { readonly me: Me }) {
  const { nav } = useSentences();
  return (
    <nav aria-label={nav.main} className="staff-places">
      {runsRoom(me) ? (
        <>
          <Link to="/positions">{nav.positions}</Link>
          <Link to="/sites">{nav.sites}</Link>
          {supervises(me) ? <Link to="/floor">{nav.floor}</Link> : null}
          <Link to="/show">{nav.show}</Link>
          <Link to="/totals">{nav.totals}</Link>
          <Link to="/outbox">{nav.outbox}</Link>
          <Link to="/prompts">{nav.prompts}</Link>
          <Link to="/outside">{nav.outside}</Link>
        </>
      ) : null}
      {runsSite(me) ? (
        <>
          <Link to="/positions">{nav.positions}</Link>
          <Link to="/floor">{nav.floor}</Link>
        </>
      ) : null}
      {seesTrunks(me) ? <Link to="/trunks">{nav.trunks}</Link> : null}
      {operates(me) ? <Link to="/operations">{nav.operations}</Link> : null}
      {me.seat === null ? null : <Link to="/desk">{nav.desk}</Link>}
    </nav>
  );
}

function ThemeChoice() {
  const { common } = useSentences();
  const chosen = useChosenTheme();
  return (
    <NativeSelect
      size="xs"
      aria-label={common.theme}
      value={chosen}
      onChange={(event) => {
        const wanted = THEMES.find((theme) => theme === event.currentTarget.value);
        if (wanted !== undefined) chooseTheme(wanted);
      }}
      data={THEMES.map((theme) => ({ value: theme, label: common[theme] }))}
    />
  );
}

function SignOut() {
  const { access } = useSentences();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => replyOf(call(signOut, {})),
    onSuccess: (me) => {
      isNow(me);
      void navigate({ to: '/' });
    },
  });
  return (
    <button type="button" className="key key-quiet" onClick={() => leave.mutate()}>
      {access.signOut}
    </button>
  );
}
