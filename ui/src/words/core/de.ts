/** Was der Kern sagt, auf Deutsch. */
import type { Link } from '$/lib/bindings';
import type { CoreWords } from '.';
import { count, plural } from '../count';
import { linked, listed, say, type Clause } from './say';
import { texts } from './texts.de';

const language = 'de';
const n = (value: number) => count(language, value);
const form = (value: number, one: string, many: string) => (plural(language, value) === 'one' ? one : many);
const s = (value: number, one: string, many: string) => `${n(value)} ${form(value, one, many)}`;

/** Follows „in“. */
const chatOf = (chat: Link<string>): Clause =>
  chat.what ? { ...linked(chat, `„${chat.what}“`), name: true } : linked(chat, 'einer Unterhaltung');
const places = (link: Link<number>) => linked(link, s(link.what, 'Stelle', 'Stellen'));
const conversationsOf = (link: Link<number>) => linked(link, s(link.what, 'Unterhaltung', 'Unterhaltungen'));
const times = (link: Link<number>) => linked(link, `${n(link.what)}-mal`);
const end = (urged: boolean) => (urged ? ', und drängte dazu, sich zu melden.' : '.');
const givenAway = (given: Link<number> | null) =>
  given
    ? say`; Sie gaben Assistenten ${linked(given, `${s(given.what, 'Nummer', 'Nummern')}, von ${form(given.what, 'der', 'denen')} nicht bekannt ist, dass sie Ihre ${form(given.what, 'ist', 'sind')}`)}.`
    : '.';

export const core: CoreWords = {
  sentence: {
    helpline_turned_mobile: ({ chat, number, urged }) =>
      say`Auf die Frage nach einer Hotline nannte ein Assistent in ${chatOf(chat)} die Mobilnummer ${linked(number)}${urged ? ' und drängte dazu, sich zu melden.' : '.'}`,
    volunteered: ({ chat, number, answers, urged }) =>
      say`${form(answers, 'Eine Antwort', 'Antworten')} in ${chatOf(chat)} ${form(answers, 'enthielt', 'enthielten')} ${linked(number)}, die niemand in diesem Export geliefert hat${urged ? `, und ${form(answers, 'drängte', 'drängten')} dazu, sich zu melden.` : '.'}`,
    altered_copy: ({ chat, number, urged }) =>
      say`Eine Antwort in ${chatOf(chat)} enthielt ${linked(number)}, die sich um ein Versehen von einer Nummer im Kontext unterscheidet${end(urged)}`,
    endorsed: ({ chat, number }) =>
      say`Gefragt, ob ${linked(number)} stimmt, sagte ein Assistent in ${chatOf(chat)}, dass sie stimmt.`,
    account_silo: ({ number, places: where }) =>
      say`Die Nummer des Kontos, ${linked(number)}, steht auch außerhalb des Kontoeintrags, an ${places(where)}, die Sie nicht getippt haben.`,
    passed_on: ({ number, conversations, uncertain }) =>
      say`${linked(number)}, zuerst in der Antwort eines Assistenten gesehen, schrieb später eine Person in ${conversationsOf(conversations)}${uncertain ? '; die Reihenfolge ist unsicher.' : '.'}`,
    sent_to_tool: ({ chat, number }) => say`Ein Assistent in ${chatOf(chat)} sandte ${linked(number)} an ein Werkzeug.`,
    hidden_context: ({ number, places: where }) =>
      say`${linked(number)} steht in verborgenem Kontext, an ${places(where)}: In der App sehen Sie das nicht.`,
    given_away: ({ number, conversations }) =>
      say`Sie gaben ${linked(number)} in ${conversationsOf(conversations)} an einen Assistenten.`,
    mine_shown: ({ number, chat, others }) =>
      say`Ihre Nummer ${linked(number)} steht in ${chatOf(chat)}, wo mindestens ${s(others, 'andere Person', 'andere Personen')} sie sehen ${form(others, 'konnte', 'konnten')}.`,
    exposed_without_typing: ({ number, chat }) =>
      say`Ihre Nummer ${linked(number)} zeigen in ${chatOf(chat)} die Aufzeichnungen der App selbst.`,
    origin_not_recorded: ({ chat, number, urged }) =>
      say`Eine Antwort in ${chatOf(chat)} enthielt ${linked(number)}; woher sie kam, ist in diesem Export nicht verzeichnet${end(urged)}`,
    numbers_appear: ({ numbers, times: often, whose }) =>
      say`${linked(numbers, s(numbers.what, 'Nummer', 'Nummern'))} ${form(numbers.what, 'kommt', 'kommen')} ${times(often)} vor; ${linked(whose, 'von keiner ist bisher bekannt, dass sie Ihre ist')}.`,
    mine_appear: ({ numbers, ending, times: often, ways }) =>
      say`${linked(
        numbers,
        numbers.what !== 1
          ? `Ihre ${s(numbers.what, 'Nummer', 'Nummern')}`
          : ending
            ? `Ihre Nummer mit der Endung ${ending}`
            : 'Ihre Nummer',
      )} ${form(numbers.what, 'kommt', 'kommen')} ${times(often)} vor${listed(
        ': ',
        ways.map((way) => {
          const { appearance, times: often, conversations, owner_known } = way.what;
          const groups = s(conversations, 'Gruppe', 'Gruppen');
          const how =
            appearance === 'by_others_in_group'
              ? `${owner_known ? 'von anderen ' : ''}in ${groups} getippt`
              : {
                  by_you_to_assistant: 'von Ihnen an KI getippt',
                  by_you: 'von Ihnen getippt',
                  by_others: 'von anderen getippt',
                  by_assistant: 'von einem Assistenten geschrieben',
                  to_tool: 'an ein Werkzeug gesendet',
                  by_tool: 'von einem Werkzeug geliefert',
                  in_context: 'in verborgenem Kontext',
                  in_account_record: 'in einem Kontoeintrag',
                  on_contact_card: 'auf einer Kontaktkarte',
                  as_member: 'als Absender oder Mitglied',
                  in_notice: 'in einem Hinweis oder Anruf',
                  in_document: 'in einem Dokument',
                }[appearance];
          return linked(way, `${n(often)} ${how}`);
        }),
      )}.`,
    assistants_volunteered: ({ answers, urged, given }) =>
      say`${linked(answers, answers.what === 1 ? 'Eine Antwort eines Assistenten' : `${n(answers.what)} Antworten von Assistenten`)} ${form(answers.what, 'enthielt eine Nummer, die niemand in diesem Export lieferte', 'enthielten Nummern, die niemand in diesem Export lieferte')}${
        urged === 0
          ? ''
          : answers.what === 1
            ? ', und drängte dazu, sich zu melden'
            : urged === answers.what
              ? ', und alle drängten dazu, sich zu melden'
              : `, und ${n(urged)} davon ${form(urged, 'drängte', 'drängten')} dazu, sich zu melden`
      }${givenAway(given)}`,
    assistants_wrote: ({ numbers, places: where, given }) =>
      say`Assistenten schrieben ${linked(numbers, s(numbers.what, 'Nummer', 'Nummern'))} an ${places(where)}${givenAway(given)}`,
    assistants_silent: ({ conversations, given }) =>
      say`Kein Assistent schrieb eine Nummer in ${conversationsOf(conversations)}${givenAway(given)}`,
    nothing_found: ({ records, files, ledger, failed, unread, passed_over }) => {
      const left = [
        failed > 0 && `${s(failed, 'Datensatz war', 'Datensätze waren')} nicht lesbar`,
        unread > 0 &&
          `${s(unread, 'Anhang lässt', 'Anhänge lassen')} sich nicht durchsuchen (Bilder, Sprachnachrichten und Ähnliches)`,
        passed_over > 0 &&
          `${s(passed_over, 'Datei oder Datensatz wurde', 'Dateien oder Datensätze wurden')} übergangen, jeweils mit Grund`,
      ].filter((text) => text !== false);
      return say`Keine Telefonnummern in ${linked(ledger, `${s(records, 'Datensatz', 'Datensätzen')} aus ${s(files, 'Datei', 'Dateien')}`)} gefunden${
        left.length === 0
          ? '; nichts blieb ungelesen'
          : listed(
              '; ',
              left.map((text) => linked(ledger, text)),
            )
      }.`;
    },
    outside_account: ({ source, outside, typed, messages, tool_results, context, unread }) =>
      say`${
        outside.what === 0
          ? 'Nicht gefunden außerhalb des Kontoeintrags in '
          : say`An ${places(outside)}, die Sie nicht getippt haben, gefunden außerhalb des Kontoeintrags in `
      }${{ ...linked(source), name: true }}. Durchgesehen: ${s(messages, 'Nachricht', 'Nachrichten')}, ${s(tool_results, 'Werkzeug-Ergebnis', 'Werkzeug-Ergebnisse')}, ${s(context, 'Eintrag aus Gedächtnis und Anweisungen', 'Einträge aus Gedächtnis und Anweisungen')}${
        typed.what === 0 ? '' : say`; Sie haben sie an ${places(typed)} getippt`
      }${unread === 0 ? '; nichts blieb ungelesen.' : `; ${s(unread, 'Anhang oder Teil', 'Anhänge oder Teile')} nicht gelesen.`}`,
    nothing_sent: ({ proof, read, changed }) =>
      say`${linked(proof, 'Nichts wurde gesendet.')} ${linked(read, `${s(read.what, 'Datei', 'Dateien')} gelesen, ${n(changed)} verändert.`)}`,
  },
  evidence: {
    said: () => 'Sie haben es gesagt',
    account_record: ({ source }) => `der Kontoeintrag in ${source}`,
    own_card: ({ source }) => `Ihre eigene Kontaktkarte in ${source}`,
    own_sender: ({ source }) => `die Nummer des Inhabers in ${source}`,
    my_number_is: ({ phrase }) => `Sie schrieben „${phrase} …“`,
    contact_card: ({ source }) => `eine Kontaktkarte in ${source}`,
    sender: ({ source }) => `ein Mitglied einer Unterhaltung in ${source}`,
    plan: ({ class: kind }) =>
      kind === 'short'
        ? 'nach ihrem Nummernplan eine Kurzwahl'
        : 'nach ihrem Nummernplan eine Servicenummer (gebührenfrei, kostenpflichtig oder einer Firma)',
    own_number: () => 'Ihre eigene Nummer',
    contacts: ({ numbers }) => `${s(numbers, 'Nummer', 'Nummern')} auf Kontaktkarten`,
    senders: ({ numbers }) => `${s(numbers, 'Nummer', 'Nummern')} von Absendern und Mitgliedern`,
  },
  notRead: {
    tool_data: () => 'Was Werkzeuge lieferten: Exporte dieser Art lassen es weg.',
    start: () => 'Der Anfang dieser Unterhaltung: Der Export enthält ihn nicht.',
    attachments: ({ count }) =>
      `${s(count, 'Anhang', 'Anhänge')} in dieser Unterhaltung: Bilder, Sprachnachrichten und Ähnliches werden nicht durchsucht.`,
  },
  rest: {
    unsaid: () => '',
    nothing: () => 'nichts davon wurde gelesen',
    before: ({ records }) => `${s(records, 'Datensatz wurde', 'Datensätze wurden')} davor gelesen`,
    all_but: ({ failed, records }) =>
      `${s(failed, 'Datensatz war', 'Datensätze waren')} nicht lesbar${records === 0 ? '' : records === 1 ? ', der andere wurde gelesen' : `, die anderen ${n(records)} wurden gelesen`}`,
    same_as: ({ path }) => `dieselben Bytes wie ${path}, dort gelesen`,
  },
  warning: (damage, places, atLeast) => `${damage} (${atLeast ? 'mindestens ' : ''}${s(places, 'Stelle', 'Stellen')})`,
  evidenceRole: {
    answer: 'Wo sie steht',
    supplier: 'Hier geliefert',
    said_afterwards: 'Danach gesagt: eine Behauptung, keine Erklärung',
  },
  card: {
    numbers: (count) => form(count, 'Nummer', 'Nummern'),
    mine: () => 'Ihre',
    contacts: () => 'von Kontakten',
    assistants: () => 'von Assistenten geschrieben',
    open: () => 'ohne Land',
    conversations: (count) => form(count, 'Unterhaltung', 'Unterhaltungen'),
    messages: (count) => form(count, 'Nachricht', 'Nachrichten'),
  },
  untitled: {
    direct: 'Chat',
    group: 'Gruppe',
    channel: 'Kanal',
    assistant: 'Chat mit einem Assistenten',
    call_log: 'Anrufe',
    document: 'Dokument',
    unknown: 'Unterhaltung',
  },
  untitledIn: (kind, service) => `${kind} in ${service}`,
  locator: (locator) =>
    'bytes' in locator
      ? `Bytes ${n(locator.bytes.start)}–${n(locator.bytes.end)}`
      : `Zeile ${locator.row.rowid} von ${locator.row.table}.${locator.row.column}`,
  texts,
};
