/** The whole window with a made-up core behind it: what the browser tests open. */
import { mockIPC } from '@tauri-apps/api/mocks';
import type { Push, Start, OpenRequest, WayIn } from '$/lib/shell';
import type { ChangeKind, NumberRow, Page, PageRequest, ScanProgress } from '$/lib/bindings';
import * as fixture from './fixture';

const asked = new URLSearchParams(location.search);
const calls: { command: string; args: unknown }[] = [];
let push: ((message: Push) => void) | undefined;

const page = <T>(rows: readonly T[], { offset, limit }: PageRequest): Page<T> => ({
  rows: rows.slice(offset, offset + limit),
  total: rows.length,
  offset,
});

/** `?many=50000` makes a long list of the few numbers. */
const many = Number(asked.get('many') ?? 0);
const numbers: NumberRow[] =
  many > 0
    ? Array.from({ length: many }, (_, index) => ({
        ...fixture.numbers[index % 4]!,
        id: index + 10,
        mentions: many - index,
      }))
    : fixture.numbers;

const start: Start = {
  ...fixture.start,
  settings: {
    ...fixture.start.settings,
    theme: (asked.get('theme') ?? 'light') as Start['settings']['theme'],
    language: asked.get('language') ?? 'en',
    text_percent: Number(asked.get('text') ?? 100),
  },
  open: asked.has('open') ? (asked.has('kept') ? fixture.kept : fixture.opened) : null,
};

function answer(question: Record<string, unknown>): unknown {
  const wanted = (question['page'] ?? { offset: 0, limit: 100 }) as PageRequest;
  switch (question['question']) {
    case 'overview':
      return fixture.overview;
    case 'findings': {
      const { triage } = question['filter'] as { triage: string | null };
      const rows = fixture.findings.filter((row) => triage === null || row.triage === triage);
      return {
        ...page(rows, wanted),
        facets: [
          { field: 'triage', value: 'open', label: 'open', count: rows.length },
          { field: 'triage', value: 'set_aside', label: 'set aside', count: 0 },
        ],
      };
    }
    case 'finding':
      return fixture.finding(question['finding'] as number);
    case 'owners':
      return fixture.owners;
    case 'numbers': {
      const { owner } = question['filter'] as { owner: string | null };
      return page(owner ? numbers.filter((row) => row.owner === owner) : numbers, wanted);
    }
    case 'number':
      return fixture.numberPage(question['number'] as number);
    case 'mentions': {
      const { number } = question['filter'] as { number: number | null };
      return page(
        number === null || number === undefined
          ? fixture.mentions
          : fixture.mentions.filter((row) => row.number === number),
        wanted,
      );
    }
    case 'mention':
      return fixture.mention(question['mention'] as number);
    case 'conversations':
      return page(fixture.conversations, wanted);
    case 'conversation':
      return fixture.conversation(question['conversation'] as number, wanted.offset, wanted.limit);
    case 'place_of':
      return (question['message'] as number) - 1000;
    case 'sources':
      return fixture.sources;
    case 'entries':
      return page(fixture.entries, wanted);
    case 'changes':
      return { ...fixture.changes, scan: question['scan'] ?? 1, first: question['scan'] === 0 };
    case 'changed_messages':
      return page(fixture.changedMessages(question['kind'] as ChangeKind), wanted);
    case 'exposure':
      return fixture.exposure;
    case 'countries':
      return fixture.countries;
    case 'search': {
      const query = String(question['query']);
      const isNumber = /^[+\d][\d ()-]*$/.test(query);
      const found = query === 'nothing' ? [] : fixture.mentions.slice(0, 6);
      return {
        kind: isNumber ? (query.length < 5 ? 'ending' : 'number') : 'words',
        numbers: isNumber ? fixture.numbers.slice(0, 1) : [],
        conversations: query.startsWith('Canal') ? fixture.conversations.slice(0, 1) : [],
        messages: {
          rows: found.map((row) => ({
            message: row.message,
            conversation: row.conversation,
            conversation_title: row.conversation_title,
            author: row.author,
            role: row.role,
            sent: row.sent,
            service: row.service,
            snippet: row.snippet,
          })),
          total: found.length,
          offset: 0,
        },
      };
    }
  }
  throw new Error(`no answer to ${String(question['question'])}`);
}

const wrong = { trouble: 'wrong_passphrase' };

mockIPC((command, payload) => {
  const args = payload as Record<string, unknown>;
  calls.push({ command, args: command === 'connect' ? {} : structuredClone(args) });
  switch (command) {
    case 'connect':
      push = (args['channel'] as { onmessage: (message: Push) => void }).onmessage;
      return start;
    case 'ask':
      return answer(args['question'] as Record<string, unknown>);
    case 'open': {
      const request = args['request'] as OpenRequest;
      if (request.how === 'known' && request.passphrase !== 'correct horse') {
        return Promise.reject(wrong);
      }
      return request.how === 'practice'
        ? fixture.opened
        : { ...fixture.kept, name: 'name' in request ? request.name : 'My exports' };
    }
    case 'decide': {
      const decision = args['decision'] as { decision: string; finding: number; triage: 'open' | 'kept' | 'set_aside' };
      const row = fixture.findings.find((one) => one.id === decision.finding);
      const before = row?.triage ?? null;
      if (decision.decision === 'triage' && row) row.triage = decision.triage;
      return before;
    }
    case 'pick':
      return [{ handle: 1, name: 'chatgpt-export.zip', folder: false, bytes: 18_000 }];
    case 'way_in': {
      const way = args['way'] as WayIn;
      const said = way.way === 'keychain' ? way.passphrase : way.way === 'passphrase' ? way.old : 'correct horse';
      if (said !== 'correct horse') return Promise.reject(wrong);
      return { ...fixture.kept, locks: way.way === 'keychain' ? ['passphrase', 'keychain'] : ['passphrase'] };
    }
    case 'make_cases_in':
      return args['handle'] === null ? fixture.start.cases_folder : '/media/drive/cases';
    case 'again':
      return 2;
    case 'reveal':
      // As the shell does: a list asks for the passphrase.
      if ((args['numbers'] as number[]).length > 3 && args['passphrase'] === null)
        return Promise.reject({ trouble: 'passphrase' });
      if (args['passphrase'] && args['passphrase'] !== 'correct horse') return Promise.reject(wrong);
      return (args['numbers'] as number[]).map((number) => ({
        number,
        digits: fixture.digits[number] ?? '+442079460000',
      }));
  }
  return null;
});

/** What a test may do from outside. */
const stage = {
  calls,
  push: (message: Push) => push?.(message),
  progress: (progress: Partial<ScanProgress>) =>
    push?.({
      push: 'progress',
      progress: {
        phase: 'reading',
        paused: false,
        files: 3,
        files_done: 1,
        bytes: 1_000_000,
        bytes_done: 420_000,
        records: 400,
        mentions: 16,
        numbers: 4,
        problems: 1,
        changed: [],
        survey: [],
        password: null,
        changed_case: false,
        error: null,
        ...progress,
      },
    }),
};
declare global {
  interface Window {
    stage: typeof stage;
    violations: string[];
  }
}
window.stage = stage;
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
);

await import('../src/main');
