import { freePosition, takePosition, type PhoneAccount, type Position } from '@pledgeline/contract';
import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { isNow, meQuery, queries, replyOf } from '../app/queries.ts';
import { runsRoom } from '../app/who.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { PositionHelpers } from './position-helpers.tsx';
import { PositionPhone } from './position-phone.tsx';
import { phoneAccountsQuery, positionsQuery } from './positions-query.ts';
import { SiteNetworks } from './site-networks.tsx';
import '../app/seat-card.css';
import './positions.css';

export function Positions() {
  const { positions: words, phone } = useSentences();
  const me = useQuery(meQuery);
  const floor = useQuery(positionsQuery);
  // Telephones, networks and who is what are the house's to set, not one site's.
  const mayEquip = me.data !== undefined && runsRoom(me.data);
  const accounts = useQuery({ ...phoneAccountsQuery, enabled: mayEquip });
  const accountOf = (position: string): PhoneAccount | null =>
    accounts.data?.accounts.find((account) => account.position === position) ?? null;
  const list = floor.data?.positions ?? [];
  const taken = list.filter((position) => position.takenBy !== null).length;
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        <Text className="positions-count">
          {words.summary(taken, list.length)}
          {mayEquip ? (
            <>
              {' '}
              ·{' '}
              <a className="link" href="#networks">
                {phone.networks.title}
              </a>
            </>
          ) : null}
        </Text>
      </Group>
      <Failure error={floor.error ?? accounts.error} />
      {floor.data !== undefined && list.length === 0 ? <Text>{words.none}</Text> : null}
      <SimpleGrid component="ul" className="positions" cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
        {list.map((position) => (
          <Seat
            key={position.id}
            position={position}
            account={accountOf(position.id)}
            mine={me.data?.seat?.position === position.id}
            mayEquip={mayEquip}
          />
        ))}
      </SimpleGrid>
      {mayEquip ? <SiteNetworks /> : null}
    </Stack>
  );
}

interface SeatProps {
  readonly position: Position;
  readonly account: PhoneAccount | null;
  readonly mine: boolean;
  readonly mayEquip: boolean;
}
function Seat({ position, account, mine, mayEquip }: SeatProps) {
  const { positions: words } = useSentences();
  const [editing, setEditing] = useState(false);
  return (
    <li
      className="seat-card position"
      data-busy={position.takenBy !== null}
      data-own={mine}
      data-editing={editing}
    >
      <div className="seat-card-head">
        <span className="position-number">{position.number}</span>
        <span className="seat-card-place">{position.site}</span>
      </div>
      <p className="position-who">{position.takenBy ?? words.free}</p>
      {position.code === null ? null : (
        <p className="position-code">
          {words.code} <b>{position.code}</b>
        </p>
      )}
      {mayEquip ? (
        <PositionPhone position={position} account={account} editing={editing} edit={setEditing} />
      ) : null}
      {mayEquip && !editing ? <PositionHelpers position={position} /> : null}
      {editing ? null : <SeatKey position={position} mine={mine} />}
    </li>
  );
}

function SeatKey({ position, mine }: Pick<SeatProps, 'position' | 'mine'>) {
  const { positions: words } = useSentences();
  const navigate = useNavigate();
  const take = useMutation({
    mutationFn: () => replyOf(call(takePosition, { params: { id: position.id } })),
    onSuccess: (me) => {
      isNow(me);
      void navigate({ to: '/desk' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: positionsQuery.queryKey }),
  });
  const free = useMutation({
    mutationFn: () => replyOf(call(freePosition, { params: { id: position.id } })),
    onSuccess: (reply) => queries.setQueryData(positionsQuery.queryKey, reply),
    onSettled: () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  if (mine)
    return (
      <Link to="/desk" className="key key-first">
        {words.toDesk}
      </Link>
    );
  const { takenBy, number } = position;
  return (
    <>
      {takenBy === null ? (
        <Button
          fullWidth
          size="sm"
          variant="default"
          loading={take.isPending}
          aria-label={words.takeNumber(number)}
          onClick={() => take.mutate()}
        >
          {words.take}
        </Button>
      ) : (
        <Button
          fullWidth
          size="sm"
          variant="subtle"
          loading={free.isPending}
          aria-label={words.releaseNumber(number, takenBy)}
          onClick={() => free.mutate()}
        >
          {words.release}
        </Button>
      )}
      <Failure error={take.error ?? free.error} />
    </>
  );
}
