import type { Sharing } from '@pledgeline/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure, Loading } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { unspokenLines } from './draft.ts';
import { PreferenceForm } from './preference-form.tsx';
import { ShareForm } from './share-form.tsx';
import { Supervisors } from './supervisors.tsx';
import { sharingQuery } from './use-sharing.ts';
import './sites.css';

/** How calls are shared out among the sites, and who is there to take them. */
export function SitesScreen() {
  const { sites: words } = useSentences();
  const query = useQuery(sharingQuery);
  if (query.isPending) return <Loading />;
  const sharing = query.data;
  return (
    <Stack gap="xl" className="sites">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        {sharing === undefined ? null : (
          <Text className="sites-note">{words.summary(seatedAt(sharing), sharing.sites.length)}</Text>
        )}
      </Group>
      <Failure error={query.error} />
      {sharing === undefined ? null : (
        <>
          <Unspoken sharing={sharing} />
          <PreferenceForm sharing={sharing} />
          <section className="sites-part" aria-labelledby="sites-list">
            <Title order={2} id="sites-list">
              {words.list}
            </Title>
            {sharing.sites.length === 0 ? <Text className="sites-note">{words.noSites}</Text> : null}
            <ul className="sites-list">
              {sharing.sites.map((site) => (
                <li key={site.id}>
                  <ShareForm site={site} />
                  {site.outsourced || site.supervisors.length > 0 ? <Supervisors site={site} /> : null}
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </Stack>
  );
}

const seatedAt = ({ sites }: Sharing): number => sites.reduce((sum, { seated }) => sum + seated, 0);

/** Callers for whom nobody is there: said before one of them waits for it. */
function Unspoken({ sharing }: { readonly sharing: Sharing }) {
  const { sites: words } = useSentences();
  return (
    <output className="sites-part">
      {unspokenLines(sharing).map(({ id, number, language }) => (
        <span key={id} className="sites-wrong">
          {words.unspoken(number, language)}
        </span>
      ))}
    </output>
  );
}
