import { freePosition, listPositions, takePosition, type Position } from '@pledgeline/contract';
import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { isNow, meQuery, queries, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { PositionPhone } from './position-phone.tsx';
import { POSITIONS } from './positions-query.ts';
import './positions.css';

/** Nobody needs to press reload to see who has sat down. */
const LOOK_AGAIN_MS = 5_000;

export function Positions() {
  const { positions: words } = useSentences();
  const me = useQuery(meQuery);
  const floor = useQuery({
    queryKey: POSITIONS,
    queryFn: () => replyOf(call(listPositions, {})),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const list = floor.data?.positions ?? [];
  const taken = list.filter((position) => position.takenBy !== null).length;
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        <Text className="positions-count">{words.summary(taken, list.length)}</Text>
      </Group>
      <Failure error={floor.error} />
      {floor.data !== undefined && list.length === 0 ? <Text>{words.none}</Text> : null}
      <SimpleGrid component="ul" className="positions" cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
        {list.map((position) => (
          <Seat key={position.id} position={position} mine={me.data?.seat?.position === position.id} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Seat({ position, mine }: { readonly position: Position; readonly mine: boolean }) {
  const { positions: words } = useSentences();
  const [editing, setEditing] = useState(false);
  return (
    <li className="position" data-taken={position.takenBy !== null} data-mine={mine} data-editing={editing}>
      <div className="position-head">
        <span className="position-number">{position.number}</span>
        <span className="position-site">{position.site}</span>
      </div>
      <p className="position-who">{position.takenBy ?? words.free}</p>
      {position.code === null ? null : (
        <p className="position-code">
          {words.code} <b>{position.code}</b>
        </p>
      )}
      <PositionPhone position={position} editing={editing} edit={setEditing} />
      <SeatKey position={position} mine={mine} />
    </li>
  );
}

function SeatKey({ position, mine }: { readonly position: Position; readonly mine: boolean }) {
  const { positions: words } = useSentences();
  const navigate = useNavigate();
  const take = useMutation({
    mutationFn: () => replyOf(call(takePosition, { params: { id: position.id } })),
    onSuccess: (me) => {
      isNow(me);
      void navigate({ to: '/desk' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: POSITIONS }),
  });
  const free = useMutation({
    mutationFn: () => replyOf(call(freePosition, { params: { id: position.id } })),
    onSuccess: (reply) => queries.setQueryData(POSITIONS, reply),
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
