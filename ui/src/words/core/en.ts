/** What the core says, in English: word for word as the command line says it. */
import type { Link } from '$/lib/bindings';
import type { CoreWords } from '.';
import { count, plural } from '../count';
import english from './core.json';
import { linked, listed, say, type Clause } from './say';

const language = 'en';
const n = (value: number) => count(language, value);
const form = (value: number, one: string, many: string) => (plural(language, value) === 'one' ? one : many);
const s = (value: number, one: string, many: string) => `${n(value)} ${form(value, one, many)}`;

const chatOf = (chat: Link<string>): Clause =>
  chat.what ? { ...linked(chat, `“${chat.what}”`), name: true } : linked(chat, 'a conversation');
const places = (link: Link<number>) => linked(link, s(link.what, 'place', 'places'));
const conversationsOf = (link: Link<number>) => linked(link, s(link.what, 'conversation', 'conversations'));
const numbersOf = (link: Link<number>) => linked(link, s(link.what, 'number', 'numbers'));
const times = (link: Link<number>) => linked(link, s(link.what, 'time', 'times'));
const end = (urged: boolean) => (urged ? ', and urged contact.' : '.');
const appear = (numbers: number) => form(numbers, 'appears', 'appear');
const givenAway = (given: Link<number> | null) =>
  given
    ? say`; you gave assistants ${linked(given, `${s(given.what, 'number that is', 'numbers that are')} not known to be yours`)}.`
    : '.';

export const core: CoreWords = {
  sentence: {
    helpline_turned_mobile: ({ chat, number, urged }) =>
      say`Asked for a helpline, an assistant answered in ${chatOf(chat)} with the mobile ${linked(number)}${end(urged)}`,
    volunteered: ({ chat, number, answers, urged }) =>
      say`${form(answers, 'One answer', 'Answers')} in ${chatOf(chat)} contained ${linked(number)}, which nobody in this export supplied${end(urged)}`,
    altered_copy: ({ chat, number, urged }) =>
      say`An answer in ${chatOf(chat)} contained ${linked(number)}, which differs by one slip from a number that was in context${end(urged)}`,
    endorsed: ({ chat, number }) =>
      say`Asked whether ${linked(number)} is right, an assistant in ${chatOf(chat)} said that it is.`,
    account_silo: ({ number, places: where }) =>
      say`The account's number ${linked(number)} also stands outside the account record, in ${places(where)} that you did not type.`,
    passed_on: ({ number, conversations, uncertain }) =>
      say`${linked(number)}, first seen in an assistant's answer, was later written by a person in ${conversationsOf(conversations)}${uncertain ? '; the order is uncertain.' : '.'}`,
    sent_to_tool: ({ chat, number }) => say`An assistant in ${chatOf(chat)} sent ${linked(number)} to a tool.`,
    hidden_context: ({ number, places: where }) =>
      say`${linked(number)} stands in hidden context, in ${places(where)}: you do not see this in the app.`,
    given_away: ({ number, conversations }) =>
      say`You gave ${linked(number)} to an assistant in ${conversationsOf(conversations)}.`,
    mine_shown: ({ number, chat, others }) =>
      say`Your number ${linked(number)} stands in ${chatOf(chat)}, where at least ${s(others, 'other', 'others')} could see it.`,
    exposed_without_typing: ({ number, chat }) =>
      say`Your number ${linked(number)} is shown in ${chatOf(chat)} by the app's own records.`,
    origin_not_recorded: ({ chat, number, urged }) =>
      say`An answer in ${chatOf(chat)} contained ${linked(number)}; where it came from is not recorded in this export${end(urged)}`,
    numbers_appear: ({ numbers, times: often, whose }) =>
      say`${numbersOf(numbers)} ${appear(numbers.what)} ${times(often)}; ${linked(whose, 'none is known to be yours yet')}.`,
    mine_appear: ({ numbers, ending, times: often, ways }) =>
      say`${linked(
        numbers,
        numbers.what !== 1
          ? `Your ${s(numbers.what, 'number', 'numbers')}`
          : ending
            ? `Your number ending ${ending}`
            : 'Your number',
      )} ${appear(numbers.what)} ${times(often)}${listed(
        ': ',
        ways.map((way) => {
          const { appearance, times: often, conversations, owner_known } = way.what;
          const groups = s(conversations, 'group', 'groups');
          const how =
            appearance === 'by_others_in_group'
              ? `typed ${owner_known ? 'by others ' : ''}in ${groups}`
              : {
                  by_you_to_assistant: 'typed by you to AI',
                  by_you: 'typed by you',
                  by_others: 'typed by others',
                  by_assistant: 'written by an assistant',
                  to_tool: 'sent to a tool',
                  by_tool: 'returned by a tool',
                  in_context: 'in hidden context',
                  in_account_record: 'in an account record',
                  on_contact_card: 'on a contact card',
                  as_member: 'as a sender or member',
                  in_notice: 'in a notice or call record',
                  in_document: 'in a document',
                }[appearance];
          return linked(way, `${n(often)} ${how}`);
        }),
      )}.`,
    assistants_volunteered: ({ answers, urged, given }) =>
      say`${linked(answers, answers.what === 1 ? 'One assistant answer' : `${n(answers.what)} assistant answers`)} contained ${form(answers.what, 'a number', 'numbers')} nobody in this export supplied${
        urged === 0
          ? ''
          : answers.what === 1
            ? ', and urged contact'
            : urged === answers.what
              ? ', and all of them urged contact'
              : `, and ${n(urged)} of them urged contact`
      }${givenAway(given)}`,
    assistants_wrote: ({ numbers, places: where, given }) =>
      say`Assistants wrote ${numbersOf(numbers)} in ${places(where)}${givenAway(given)}`,
    assistants_silent: ({ conversations, given }) =>
      say`No assistant wrote a number in ${conversationsOf(conversations)}${givenAway(given)}`,
    nothing_found: ({ records, files, ledger, failed, unread, passed_over }) => {
      const left = [
        failed > 0 && `${s(failed, 'record', 'records')} could not be read`,
        unread > 0 &&
          `${s(unread, 'attachment', 'attachments')} (pictures, voice notes and the like) cannot be searched`,
        passed_over > 0 &&
          `${s(passed_over, 'file or record was', 'files or records were')} passed over, each with a reason`,
      ].filter((text) => text !== false);
      return say`No phone numbers were found in ${linked(ledger, `${s(records, 'record', 'records')} of ${s(files, 'file', 'files')}`)}${
        left.length === 0
          ? '; nothing was left unread'
          : listed(
              '; ',
              left.map((text) => linked(ledger, text)),
            )
      }.`;
    },
    outside_account: ({ source, outside, typed, messages, tool_results, context, unread }) =>
      say`${
        outside.what === 0
          ? 'Not found outside the account record of '
          : say`Found in ${places(outside)} outside the account record of `
      }${{ ...linked(source), name: true }}${outside.what === 0 ? '' : ' that you did not type'}. Looked through: ${s(messages, 'message', 'messages')}, ${s(tool_results, 'tool result', 'tool results')}, ${s(context, 'memory or instruction', 'memories and instructions')}${
        typed.what === 0 ? '' : say`; you typed it in ${places(typed)}`
      }${unread === 0 ? '; nothing was left unread.' : `; ${s(unread, 'thing was', 'things were')} not read.`}`,
    nothing_sent: ({ proof, read, changed }) =>
      say`${linked(proof, 'Nothing was sent.')} ${linked(read, `${s(read.what, 'file', 'files')} read, ${n(changed)} changed.`)}`,
  },
  evidence: {
    said: () => 'you said so',
    account_record: ({ source }) => `the account record of ${source}`,
    own_card: ({ source }) => `your own contact card in ${source}`,
    own_sender: ({ source }) => `the owner’s number in ${source}`,
    my_number_is: ({ phrase }) => `you wrote “${phrase} …”`,
    contact_card: ({ source }) => `a contact card in ${source}`,
    sender: ({ source }) => `a member of a conversation in ${source}`,
    plan: ({ class: kind }) =>
      kind === 'short' ? 'a short code by its plan' : 'a toll-free, premium or company number by its plan',
    own_number: () => 'your own number',
    contacts: ({ numbers }) => `${s(numbers, 'number', 'numbers')} on contact cards`,
    senders: ({ numbers }) => `${s(numbers, 'number', 'numbers')} of senders and members`,
  },
  notRead: {
    tool_data: () => 'What tools returned: exports of this kind leave it out.',
    start: () => 'The start of this conversation: the export does not hold it.',
    attachments: ({ count }) =>
      `${s(count, 'attachment', 'attachments')} in this conversation: pictures, voice notes and the like are not searched.`,
  },
  rest: {
    unsaid: () => '',
    nothing: () => 'nothing of it was read',
    before: ({ records }) => `${s(records, 'record was', 'records were')} read before that`,
    all_but: ({ failed, records }) =>
      `${s(failed, 'record', 'records')} could not be read${records === 0 ? '' : `, the other ${records === 1 ? 'one was' : `${n(records)} were`}`}`,
    same_as: ({ path }) => `the same bytes as ${path}, which was read`,
  },
  warning: (damage, places, atLeast) => `${damage} (${s(places, 'place', 'places')}${atLeast ? ' at least' : ''})`,
  evidenceRole: {
    answer: 'Where it stands',
    supplier: 'Supplied here',
    said_afterwards: 'Said afterwards: a claim, not an explanation',
  },
  card: {
    numbers: (count) => form(count, 'number', 'numbers'),
    mine: () => 'yours',
    contacts: () => 'of contacts',
    assistants: () => 'written by assistants',
    open: () => 'without a country',
    conversations: (count) => form(count, 'conversation', 'conversations'),
    messages: (count) => form(count, 'message', 'messages'),
  },
  untitled: {
    direct: 'Chat',
    group: 'Group',
    channel: 'Channel',
    assistant: 'Chat with an assistant',
    call_log: 'Calls',
    document: 'Document',
    unknown: 'Conversation',
  },
  untitledIn: (kind, service) => `${kind} in ${service}`,
  locator: (locator) =>
    'bytes' in locator
      ? `bytes ${n(locator.bytes.start)}–${n(locator.bytes.end)}`
      : `row ${locator.row.rowid} of ${locator.row.table}.${locator.row.column}`,
  texts: english,
};
