import { listOutbox, type OutboxMessage } from '@pledgeline/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { clockTime } from '../language/money.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { safeLink } from './safe-link.ts';
import './outbox.css';

const LOOK_AGAIN_MS = 3_000;

/** What donors have in their hands: a message looks here as it looks on a telephone, in a mailbox, on paper. */
export function OutboxScreen() {
  const { outbox: words } = useSentences();
  const outbox = useQuery({
    queryKey: ['outbox'],
    queryFn: () => replyOf(call(listOutbox, {})),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const messages = outbox.data?.messages ?? [];
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        <Text>{words.help}</Text>
      </Group>
      <Failure error={outbox.error} />
      {outbox.data !== undefined && messages.length === 0 ? <Text>{words.none}</Text> : null}
      <ol className="messages">
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
    </Stack>
  );
}

function Message({ message }: { readonly message: OutboxMessage }) {
  const { language, sentences } = useSpoken();
  const words = sentences.outbox;
  const link = safeLink(message.link, location.origin);
  return (
    <li className="message">
      <p className="message-head">
        <b>{words[message.channel]}</b>
        <span className="message-state" data-state={message.state}>
          {words[message.state]}
        </span>
        <time dateTime={message.createdAt}>{clockTime(message.createdAt, language)}</time>
      </p>
      <p className="message-to">{words.to(message.to.replaceAll('\n', ', '))}</p>
      <div className="message-body" data-channel={message.channel}>
        {message.subject === '' ? null : <p className="message-subject">{message.subject}</p>}
        <p className="message-text">{message.text}</p>
      </div>
      {link === null ? null : (
        <a className="message-link" href={link} target="_blank" rel="noopener noreferrer">
          {words.open} <span className="unseen">({words.newTab})</span>
        </a>
      )}
    </li>
  );
}
