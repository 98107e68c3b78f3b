/**
 * The words of cmi5 and xAPI: what a launch says, and the statements of a session, as plain data.
 *
 * What must hold: every statement has its own id, the launched activity for object, the session's context, and a time; only
 * statements that cmi5 defines carry its category.
 */
import type { Interaction } from './interactions.ts';

/** What the address of a launched page says. */
export interface Launch {
  readonly endpoint: URL;
  readonly fetch: URL;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly registration: string;
  readonly activityId: string;
}

/** What the course says of a session, in the state document `LMS.LaunchData`. */
export interface LaunchData {
  readonly contextTemplate: Readonly<Record<string, unknown>>;
  readonly launchMode: 'Normal' | 'Browse' | 'Review';
  readonly masteryScore: number | undefined;
  readonly returnUrl: URL | undefined;
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The launch that an address holds; undefined when it holds none. */
export function launchFrom(search: string): Launch | undefined {
  const query = new URLSearchParams(search);
  const [endpoint, fetch] = [webAddress(query.get('endpoint')), webAddress(query.get('fetch'))];
  const actor = parsed(query.get('actor'));
  const registration = query.get('registration') ?? '';
  const activityId = query.get('activityId') ?? '';
  if (!endpoint || !fetch || !isPlain(actor) || activityId === '') return undefined;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(registration)) return undefined;
  if (!endpoint.pathname.endsWith('/')) endpoint.pathname += '/';
  return { endpoint, fetch, actor, registration, activityId };
}

function webAddress(text: unknown): URL | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const address = new URL(text);
  return /^https?:$/.test(address.protocol) ? address : undefined;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** The launch data that a document holds; what it does not say is as cmi5 takes it then. */
export function launchDataFrom(value: unknown): LaunchData {
  const data = isPlain(value) ? value : {};
  const { launchMode, masteryScore, returnURL, contextTemplate } = data;
  return {
    contextTemplate: isPlain(contextTemplate) ? contextTemplate : {},
    launchMode: launchMode === 'Browse' || launchMode === 'Review' ? launchMode : 'Normal',
    masteryScore: typeof masteryScore === 'number' && masteryScore > 0 && masteryScore <= 1 ? masteryScore : undefined,
    returnUrl: webAddress(returnURL),
  };
}

export type DefinedVerb = 'initialized' | 'completed' | 'passed' | 'failed' | 'terminated';

export interface StatementParts {
  readonly id: string;
  readonly timestamp: Date;
  readonly launch: Launch;
  readonly data: LaunchData;
}

const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
const MOVE_ON = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';

/** A statement that cmi5 defines. `seconds` is the time since `initialized`, `share` the score. */
export function definedStatement(verb: DefinedVerb, parts: StatementParts, seconds: number, share: number): object {
  const isJudged = verb === 'passed' || verb === 'failed';
  const counts = isJudged || verb === 'completed';
  const { masteryScore } = parts.data;
  const duration = `PT${Math.max(0, Math.round(seconds * 100) / 100)}S`;
  const result = {
    ...(verb === 'completed' ? { completion: true } : {}),
    ...(isJudged ? { success: verb === 'passed', score: { scaled: Math.round(share * 1e4) / 1e4 } } : {}),
    duration,
  };
  return {
    ...frame(`http://adlnet.gov/expapi/verbs/${verb}`, verb, parts),
    ...(verb === 'initialized' ? {} : { result }),
    context: contextOf(
      parts,
      [CMI5, ...(counts ? [MOVE_ON] : [])],
      isJudged && masteryScore !== undefined ? { [MASTERY]: masteryScore } : {},
    ),
  };
}

/** A statement of our own beside them: what was answered, as xAPI says it. */
export function answeredStatement(each: Interaction, parts: StatementParts): object {
  const type = each.type;
  return {
    ...frame('http://adlnet.gov/expapi/verbs/answered', 'answered', parts),
    object: {
      objectType: 'Activity',
      id: `${parts.launch.activityId}${parts.launch.activityId.includes('#') ? '/' : '#'}${each.id}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: type,
        ...(type === 'choice' || type === 'sequencing' ? { choices: each.among.map((id) => ({ id })) } : {}),
      },
    },
    result: { success: each.isRight, response: each.response.join(type === 'other' ? ' ' : '[,]') },
    context: contextOf(parts, [], {}),
  };
}

function frame(verb: string, name: string, { id, timestamp, launch }: StatementParts) {
  return {
    id,
    timestamp: timestamp.toISOString(),
    actor: launch.actor,
    verb: { id: verb, display: { en: name } },
    object: { objectType: 'Activity', id: launch.activityId },
  };
}

function contextOf({ launch, data }: StatementParts, categories: readonly string[], extensions: Plain): object {
  const template = data.contextTemplate;
  const activities = isPlain(template['contextActivities']) ? template['contextActivities'] : {};
  const given = Array.isArray(activities['category']) ? activities['category'] : [];
  const known = new Set(given.map((each) => (isPlain(each) ? each['id'] : undefined)));
  const category = [...given, ...categories.filter((id) => !known.has(id)).map((id) => ({ id }))];
  return {
    ...template,
    registration: launch.registration,
    contextActivities: { ...activities, ...(category.length > 0 ? { category } : {}) },
    extensions: { ...(isPlain(template['extensions']) ? template['extensions'] : {}), ...extensions },
  };
}
