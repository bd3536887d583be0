import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emailHtml,
  emailWords,
  letterWords,
  smsWords,
  type InvitationFacts,
} from '../../src/messages/words.ts';

const FACTS: InvitationFacts = {
  charity: 'Les Amis',
  amountCents: 150_050,
  frequency: 'once',
  title: 'mrs',
  firstName: 'Anne',
  lastName: 'Lefèvre',
  link: 'https://don.example.org/d/AAAAAAAAAAAAAAAAAAAAAA',
  language: 'fr',
};
const EN = { ...FACTS, language: 'en' } as const;

/** 3GPP TS 23.038 §6.2.1, with the signs of its extension that count as two. */
const GSM = /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

test('[MESSAGE-3] a text message fits one piece in the GSM alphabet and holds amount and link', () => {
  for (const facts of [FACTS, EN, { ...FACTS, frequency: 'monthly' } as const]) {
    const { text } = smsWords(facts);
    assert.match(text, GSM);
    assert.ok(text.length + 1 <= 160, `${text.length}: ${text}`);
    assert.ok(text.endsWith(FACTS.link));
  }
  assert.ok(smsWords(FACTS).text.includes('promesse de 1 500,50 €. Pour la régler :'));
  assert.ok(smsWords(EN).text.includes('pledge of €1,500.50. To pay it:'));
});

test('[MESSAGE-3] each language and channel says who, how much and where, and never to give a card number', () => {
  assert.deepEqual(emailWords(FACTS).text.split('\n\n').slice(0, 2), [
    'Bonjour Madame Lefèvre,',
    'Vous venez de nous promettre 1\u00a0500,50\u00a0€ par téléphone. Merci de tout cœur.',
  ]);
  assert.equal(emailWords(FACTS).subject, 'Votre promesse de don à Les Amis');
  assert.ok(emailWords(EN).text.startsWith('Dear Mrs Lefèvre,\n\nYou have just promised us €1,500.50'));
  assert.ok(emailWords({ ...FACTS, title: '', firstName: '', lastName: '' }).text.startsWith('Bonjour,'));
  assert.ok(letterWords(FACTS).text.includes('\ndon.example.org/d/AAAA'));
  for (const words of [emailWords(FACTS), letterWords(FACTS)])
    assert.ok(words.text.includes('numéro de carte'));
});

test('[MESSAGE-4] the HTML part says what the text says, and nothing in it is markup that we did not write', () => {
  const facts = { ...FACTS, charity: '<script>alert(1)</script>', lastName: '"><img src=x>' };
  const { text } = emailWords(facts);
  const page = emailHtml({ text, link: facts.link, language: 'fr' });
  assert.ok(!page.includes('<script') && !page.includes('<img'));
  assert.ok(page.includes('&lt;script&gt;'));
  assert.ok(page.includes(`href="${facts.link}"`));
});
