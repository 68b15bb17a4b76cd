/** A small made-up case for tests of the screens; numbers are reserved for fiction. */
import type { Guide, OpenView, Start } from '$/lib/shell';
import type {
  Appearance,
  ChangedMessage,
  ChangeKind,
  Changes,
  CountriesInPlay,
  Exposure,
  FindingPage,
  FindingRow,
  RuleView,
  ConversationPage,
  ConversationRow,
  EntryRow,
  MentionRow,
  MentionView,
  MessageView,
  NumberPage,
  NumberRow,
  Overview,
  OwnersPage,
  Segment,
  SourceRow,
  When,
} from '$/lib/bindings';

import { noFilter } from '$/lib/filters';

export const when = (text: string): When => ({
  text,
  unix_ms: Date.parse(`${text.replace(' ', 'T')}Z`),
  zone: 'unknown',
});
const words = (text: string): Segment => ({ kind: 'text', text });

/** What must be shown literally. */
export const hostile = '<img src=x onerror=alert(1)> ⟨U+202E⟩ ␛[31m &amp; {{7*7}}';

export const digits: Record<number, string> = {
  1: '+447700900123',
  2: '+12025550142',
  3: '+442079460999',
  4: '07700900456',
};

const row = (id: number, masked: string, more: Partial<NumberRow>): NumberRow => ({
  id,
  masked,
  ending: masked.slice(-2),
  region: 'GB',
  line_type: 'mobile',
  class: 'ordinary',
  certainty: 'sure',
  owner: 'unknown',
  owner_evidence: [],
  named_as: [],
  mentions: 1,
  sources: 1,
  conversations: 1,
  first: when('2026-03-05 14:02:11'),
  last: when('2026-05-30 09:12:00'),
  open: false,
  set_aside: false,
  ...more,
});

export const numbers: NumberRow[] = [
  row(1, '+44 •••• ••••23', {
    owner: 'mine',
    mentions: 31,
    conversations: 4,
    class: 'fiction',
    owner_evidence: [
      {
        reason: { kind: 'account_record', source: 'chatgpt-export.zip' },
        target: { kind: 'sources', source: 1 },
      },
      { reason: { kind: 'own_sender', source: 'WhatsApp Chat with Canal Walk neighbours.zip' }, target: null },
    ],
    named_as: [{ name: 'Robin', by: 'your contacts.vcf' }],
  }),
  row(2, '+1 •••• ••••42', {
    region: 'US',
    line_type: 'cannot_tell',
    class: 'fiction',
    certainty: 'likely',
    mentions: 2,
  }),
  row(3, '+44 •••• ••••99', {
    owner: 'contact',
    line_type: 'fixed',
    mentions: 7,
    conversations: 2,
    named_as: [{ name: hostile, by: 'a card sent by Nadia' }],
  }),
  row(4, '••••• ••••56', {
    region: null,
    open: true,
    owner: 'group_member',
    certainty: 'maybe',
    line_type: 'cannot_tell',
    first: null,
    last: null,
  }),
];

const segmentOf = (mention: number, number: NumberRow): Segment => ({
  kind: 'number',
  mention,
  number: number.id,
  masked: number.masked,
  certainty: number.certainty,
  class: number.class,
  owner: number.owner,
});

const people = [
  { name: 'Nadia Okafor', role: 'person' as const, you: false, number: 3 },
  { name: 'Robin', role: 'person' as const, you: true, number: 1 },
  { name: 'Meta AI', role: 'assistant' as const, you: false, number: null },
];

/** A conversation long enough to need a window. */
export const messages: MessageView[] = Array.from({ length: 400 }, (_, place) => {
  const author = people[place % 3]!;
  const told = place % 25 === 7;
  return {
    id: 1000 + place,
    conversation: 1,
    place_in_conversation: place,
    author,
    role: author.role,
    sent: when(
      `2026-03-${String(5 + Math.floor(place / 40)).padStart(2, '0')} 14:${String(place % 60).padStart(2, '0')}:11`,
    ),
    branch: place === 12 ? 'off_path' : 'shown',
    hidden: place === 13,
    forwarded: place === 14,
    edited: place === 15,
    parts: [
      {
        place: 'body',
        label: '',
        segments: told
          ? [
              words(`Message ${place}: call me on `),
              segmentOf(5000 + place, numbers[(place + 2) % 4]!),
              words(' after six.'),
            ]
          : [
              words(
                place === 9
                  ? hostile
                  : place % 3 === 2
                    ? 'I can look that up for you. The council runs a helpline for missed collections, and there is an online form as well; shall I find it?'
                    : `Message ${place}: the bins were not collected again.`,
              ),
            ],
        left_out: 0,
      },
      ...(place === 16
        ? [{ place: 'tool_result' as const, label: 'web.search', segments: [words('No results.')], left_out: 1200 }]
        : []),
    ],
    attachments: place === 10 ? [{ name: 'IMG-20260305-WA0001.jpg', media: 'image' }] : [],
    unread: place === 10 ? [{ kind: 'image', text: 'A picture: words in it were not searched.' }] : [],
  };
});
export const mentionedAt = messages
  .filter((message) => message.parts[0]!.segments.length > 1)
  .map((message) => message.place_in_conversation);

export const conversations: ConversationRow[] = [
  {
    id: 1,
    title: 'Canal Walk neighbours',
    kind: 'group',
    service: 'WhatsApp',
    source: 1,
    messages: messages.length,
    participants: 12,
    mentions: mentionedAt.length,
    numbers: 4,
    first: when('2026-03-05 14:00:11'),
    last: when('2026-03-14 14:39:11'),
    omits_tool_data: true,
    truncated_start: false,
  },
  {
    id: 2,
    title: hostile,
    kind: 'assistant',
    service: 'ChatGPT',
    source: 2,
    messages: 8,
    participants: 2,
    mentions: 0,
    numbers: 0,
    first: null,
    last: null,
    omits_tool_data: false,
    truncated_start: true,
  },
];

export const conversation = (id: number, offset: number, limit: number): ConversationPage => ({
  row: conversations.find((one) => one.id === id)!,
  participants: people,
  messages: messages.slice(offset, offset + limit),
  offset,
  mentioned_at: mentionedAt,
});

export const mentions: MentionRow[] = mentionedAt.map((place, index) => {
  const message = messages[place]!;
  const segment = message.parts[0]!.segments[1]! as Extract<Segment, { kind: 'number' }>;
  return {
    id: segment.mention,
    number: segment.number,
    masked: segment.masked,
    certainty: segment.certainty,
    reasons: ['valid', 'grouping', 'phone_word'],
    class: segment.class,
    owner: segment.owner,
    place: 'body',
    role: message.role,
    appearance: (['by_others_in_group', 'by_you', 'by_assistant'] satisfies Appearance[])[index % 3]!,
    author: message.author,
    sent: message.sent,
    service: 'WhatsApp',
    source: 1,
    source_name: 'WhatsApp Chat with Canal Walk neighbours.zip',
    conversation: 1,
    conversation_title: 'Canal Walk neighbours',
    message: message.id,
    snippet: message.parts[0]!.segments,
    set_aside: false,
    origin: message.role === 'assistant' ? 'volunteered' : null,
    origin_flags: message.role === 'assistant' ? ['urges_contact'] : [],
  };
});

export const mention = (id: number): MentionView => {
  const found = mentions.find((one) => one.id === id) ?? mentions[0]!;
  const place = found.message - 1000;
  return {
    mention: found,
    at: {
      source: 'WhatsApp Chat with Canal Walk neighbours.zip',
      entry: 'WhatsApp Chat with Canal Walk neighbours.txt',
      locator: { bytes: { start: 1204, end: 1219 } },
    },
    entry: 1,
    recognised_as: 'lines begin with a date, a time and a sender, the way WhatsApp exports a chat',
    context: messages.slice(Math.max(0, place - 2), place + 3),
    not_read: [{ what: 'unread', kind: 'image' }],
  };
};

export const numberPage = (id: number): NumberPage => ({
  row: numbers.find((one) => one.id === id)!,
  candidates:
    id === 4
      ? [
          { region: 'GB', masked: '+44 •••• ••••56' },
          { region: 'IN', masked: '+91 •••• ••••56' },
        ]
      : [],
  other_forms: id === 3 ? [1] : [],
  appearances: [{ appearance: 'by_others_in_group', mentions: 20 }],
  months: [
    { month: '2025-11', appearance: 'in_account_record', mentions: 1 },
    { month: '2026-01', appearance: 'by_you', mentions: 3 },
    { month: '2026-01', appearance: 'by_others_in_group', mentions: 6 },
    { month: '2026-02', appearance: 'by_others_in_group', mentions: 2 },
    { month: '2026-03', appearance: 'by_others_in_group', mentions: 12 },
    { month: '2026-03', appearance: 'by_assistant', mentions: 2 },
    { month: '2026-03', appearance: 'by_tool', mentions: 1 },
    { month: '2026-05', appearance: 'by_you_to_assistant', mentions: 3 },
    { month: '', appearance: 'on_contact_card', mentions: 1 },
  ],
  services: [
    { service: 'WhatsApp', appearance: 'by_others_in_group', mentions: 20 },
    { service: 'WhatsApp', appearance: 'by_you', mentions: 3 },
    { service: 'WhatsApp', appearance: 'by_assistant', mentions: 2 },
    { service: 'ChatGPT', appearance: 'by_you_to_assistant', mentions: 3 },
    { service: 'ChatGPT', appearance: 'in_account_record', mentions: 1 },
    { service: 'contacts', appearance: 'on_contact_card', mentions: 1 },
  ],
  places: [{ place: 'body', mentions: 29 }],
  roles: [{ role: 'person', mentions: 26 }],
  conversations: [
    { conversation: 1, title: 'Canal Walk neighbours', kind: 'group', service: 'WhatsApp', mentions: 25 },
    { conversation: 2, title: hostile, kind: 'assistant', service: 'ChatGPT', mentions: 3 },
  ],
  shown_to: 11,
  mentions: mentions.slice(0, 5),
  silo: [],
  nothing_to_do: id === 2,
});

export const overview: Overview = {
  sentences: [
    {
      says: 'mine_appear',
      numbers: { what: 1, target: { kind: 'number', number: 1 } },
      ending: '23',
      times: { what: 31, target: { kind: 'mentions', filter: { ...noFilter, number: 1 } } },
      ways: (
        [
          ['by_others_in_group', 24, 3],
          ['by_you_to_assistant', 6, 4],
          ['in_account_record', 1, 0],
        ] as const
      ).map(([appearance, times, conversations]) => ({
        what: { appearance, times, conversations, owner_known: true },
        target: { kind: 'mentions', filter: { ...noFilter, number: 1, appearance } },
      })),
    },
    {
      says: 'assistants_volunteered',
      answers: { what: 1, target: { kind: 'conversation', conversation: 1, message: 1007 } },
      urged: 1,
      given: null,
    },
  ],
  changed: { scan: 1, at: 1780000000000, files: 2 },
  last_line: {
    says: 'nothing_sent',
    proof: { what: null, target: { kind: 'proof' } },
    read: { what: 4, target: { kind: 'sources', source: null } },
    changed: 0,
  },
  cards: [
    { id: 'numbers', count: 4, target: { kind: 'numbers', filter: {} as never } },
    { id: 'mine', count: 1, target: { kind: 'owners' } },
    {
      id: 'assistants',
      count: 2,
      target: { kind: 'mentions', filter: { ...noFilter, appearance: 'by_assistant' } },
    },
    { id: 'messages', count: 12408, target: { kind: 'sources', source: null } },
  ],
  coverage: { seen: 12480, read: 12408, skipped: 70, failed: 2, unread: 214 },
  country: null,
};

export const owners: OwnersPage = {
  mine: [
    { number: numbers[0]!, evidence: numbers[0]!.owner_evidence, assumed: true, decided: null },
    {
      number: numbers[3]!,
      evidence: [
        {
          reason: { kind: 'my_number_is', phrase: 'my number is' },
          target: { kind: 'conversation', conversation: 1, message: 1007 },
        },
      ],
      assumed: false,
      decided: null,
    },
  ],
  contacts: [
    {
      number: 3,
      masked: '+44 •••• ••••99',
      named_as: [{ name: 'Nadia Okafor Plumbing', by: 'your contacts.vcf' }],
      mentions: 6,
    },
  ],
  contacts_total: 41,
  regions: ['GB'],
  country: {
    open_numbers: 3,
    choices: [
      {
        region: 'GB',
        evidence: [{ reason: { kind: 'contacts', numbers: 38 }, target: null }],
        settles: 3,
        picked: true,
      },
      {
        region: 'IE',
        evidence: [{ reason: { kind: 'senders', numbers: 1 }, target: null }],
        settles: 1,
        picked: false,
      },
    ],
  },
};

export const sources: SourceRow[] = [
  {
    id: 1,
    name: 'WhatsApp Chat with Canal Walk neighbours.zip',
    path: '/home/robin/Downloads/WhatsApp Chat with Canal Walk neighbours.zip',
    bytes: 48_120,
    entries: 2,
    recognised: [
      ['WhatsApp chat', 1],
      ['Contact cards', 1],
    ],
    coverage: { seen: 402, read: 400, skipped: 1, failed: 1, unread: 12 },
    messages: 400,
    mentions: 16,
    problems: 1,
    unchanged: true,
    zero_yield: false,
    warnings: [{ kind: 'ambiguous_date', places: 3, at_least: false }],
  },
  {
    id: 2,
    name: `${hostile}.json`,
    path: `/home/robin/${hostile}.json`,
    bytes: 512,
    entries: 1,
    recognised: [],
    coverage: { seen: 0, read: 0, skipped: 0, failed: 0, unread: 0 },
    messages: 0,
    mentions: 0,
    problems: 0,
    unchanged: null,
    zero_yield: true,
    warnings: [],
  },
];

export const entries: EntryRow[] = [
  {
    id: 1,
    source: 1,
    path: 'WhatsApp Chat with Canal Walk neighbours.txt',
    format: 'WhatsApp chat',
    format_id: 'whatsapp',
    reason: 'lines begin with a date, a time and a sender, the way WhatsApp exports a chat',
    bytes: 47_002,
    hash: '9f2c1d0e5b7a4c3d9f2c1d0e5b7a4c3d9f2c1d0e5b7a4c3d9f2c1d0e5b7a4c3d',
    state: 'failed',
    why: null,
    ledger: [
      { kind: 'message', seen: 401, read: 399, skipped: [{ reason: 'empty', records: 1 }], failed: 1 },
      { kind: 'conversation', seen: 1, read: 1, skipped: [], failed: 0 },
    ],
    problems: [{ kind: 'bad_date', at: 20_412, line: 318 }],
    mentions: 16,
    zero_yield: false,
    shapes: [],
  },
];

export const guides: Guide[] = [
  {
    id: 'whatsapp-text',
    name: 'WhatsApp chat',
    service: 'WhatsApp',
  },
  {
    id: 'chatgpt',
    name: 'ChatGPT export',
    service: 'ChatGPT',
  },
];

export const rules: RuleView[] = [
  {
    id: 'volunteered',
    examples: [
      { lines: ['Robin: What is the helpline?', 'Assistant: Call A.'], fires: true },
      { lines: ['Robin: My number is A.', 'Assistant: I noted A.'], fires: false },
    ],
  },
];

export const opened: OpenView = { name: 'Practice', folder: '', locks: ['ephemeral'], practice: true };
export const kept: OpenView = {
  name: 'My exports',
  folder: '/home/robin/.local/share/teltale/cases/My exports',
  locks: ['passphrase'],
  practice: false,
};

export const start: Start = {
  version: '0.1.0',
  offline_enforced: true,
  settings: {
    theme: 'light',
    language: 'en',
    text_percent: 100,
    lock_after_minutes: 10,
    remember_cases: true,
    cases_folder: null,
  },
  home: '/home/robin',
  cases_folder: '/home/robin/.local/share/teltale/cases',
  cases: [
    {
      id: 'a',
      name: 'My exports',
      folder: '/home/robin/.local/share/teltale/cases',
      locks: ['passphrase'],
      present: true,
    },
    { id: 'b', name: hostile, folder: '/media/drive', locks: ['keychain', 'passphrase'], present: false },
  ],
  keychain: true,
  open: null,
  practice: false,
  guides,
  rules,
};

export const findings: FindingRow[] = mentions.slice(0, 9).map((row, index) => ({
  id: index + 1,
  handle: `f${index}`,
  kind: 'volunteered',
  title: {
    says: 'volunteered',
    chat: {
      what: row.conversation_title,
      target: { kind: 'conversation', conversation: 1, message: row.message },
    },
    number: { what: row.masked, target: { kind: 'number', number: row.number } },
    answers: 1,
    urged: false,
  },
  number: row.number,
  masked: row.masked,
  owner: row.owner,
  conversation: 1,
  conversation_title: row.conversation_title,
  service: 'WhatsApp',
  source: 1,
  origin: 'volunteered',
  flags: [],
  certainty: row.certainty,
  first: row.sent,
  not_read: 1,
  triage: 'open',
  note: index === 2 ? 'Ask Nadia.' : '',
}));

export const finding = (id: number): FindingPage => {
  const row = findings.find((one) => one.id === id)!;
  const shows = mentions[id - 1]!;
  return {
    row,
    rule: rules[0]!,
    evidence: [
      {
        role: 'answer',
        mention: shows,
        message: messages[shows.message - 1000]!,
        at: mention(shows.id).at,
      },
      {
        role: 'said_afterwards',
        mention: null,
        message: messages[shows.message - 999]!,
        at: null,
      },
    ],
    first_mention: shows.id,
    not_read: [{ what: 'unread', kind: 'image' }],
  };
};

/** One changed conversation in each way, and a new one. */
export const changes: Changes = {
  scans: [
    { scan: 1, at: Date.parse('2026-06-02T10:20:00Z'), files: 2 },
    { scan: 0, at: Date.parse('2026-05-01T08:00:00Z'), files: 3 },
  ],
  scan: 1,
  first: false,
  files: [
    { name: 'WhatsApp Chat with Canal Walk.txt', replaces: true },
    { name: hostile, replaces: false },
  ],
  files_left_out: 0,
  totals: { added: 37, gone: 2, outside: 12, edited: 1, same: 388, mentions: 4 },
  conversations: [
    {
      conversation: 1,
      title: 'Canal Walk neighbours',
      kind: 'group',
      service: 'WhatsApp',
      order: 'newer',
      counts: { added: 9, gone: 2, outside: 12, edited: 1, same: 388, mentions: 3 },
      compared_with: ['may.zip / WhatsApp Chat with Canal Walk.txt'],
      smaller: true,
    },
    {
      conversation: 2,
      title: hostile,
      kind: 'assistant',
      service: 'ChatGPT',
      order: 'new',
      counts: { added: 28, gone: 0, outside: 0, edited: 0, same: 0, mentions: 1 },
      compared_with: [],
      smaller: false,
    },
  ],
  conversations_left_out: 0,
  unchanged: 3,
  numbers: numbers.slice(1, 3),
  numbers_total: 2,
  findings: findings.slice(0, 2),
  findings_total: 2,
};

export const changedMessages = (kind: ChangeKind): ChangedMessage[] =>
  mentionedAt.slice(0, kind === 'added' ? 9 : kind === 'outside' ? 12 : kind === 'gone' ? 2 : 1).map((place) => ({
    before: kind === 'added' ? null : messages[place]!,
    after: kind === 'added' || kind === 'edited' ? messages[place + 1]! : null,
  }));

export const exposure: Exposure = {
  months: numberPage(1).months,
  services: ['WhatsApp', 'ChatGPT', 'Claude'],
  numbers: numbers.map(({ id, masked, mentions }) => ({ number: id, masked, mentions: [mentions, id % 2, 0] })),
  left_out: 3,
};

export const countries: CountriesInPlay = { regions: ['GB'], said: false, all: ['DE', 'FR', 'GB', 'US'], stale: 1 };
