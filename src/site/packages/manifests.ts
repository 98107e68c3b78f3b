/**
 * The manifest of each standard, from a plan and the files of the package. SCORM: one item, and one launchable resource, for each
 * exercise; what they share is one resource of its own. cmi5: one assignable unit for each exercise, in a block for each chapter.
 *
 * The order of elements is that of the schemas. No pass mark stands in a SCORM manifest: a system that knows one turns every
 * attempt that was closed below it into a failed one.
 */
import {
  exercisesOf,
  type PackageGroup,
  type PackagePlan,
  type PackedExercise,
  type Said,
  type Standard,
  startPage,
  titleIn,
} from './plan.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in XML; what XML has no characters for goes. */
export function xmlText(text: string): string {
  const good = [...text].filter((letter) => letter >= ' ' || letter === '\n' || letter === '\t').join('');
  return good.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The manifest's name in the zip, and its text. `files` are all other files of the package. */
export function manifestOf(standard: Standard, plan: PackagePlan, files: readonly string[]): [string, string] {
  if (standard === 'cmi5') return ['cmi5.xml', cmi5(plan)];
  return ['imsmanifest.xml', standard === 'scorm-1.2' ? scorm12(plan, files) : scorm2004(plan, files)];
}

function scorm12(plan: PackagePlan, files: readonly string[]): string {
  return `${DECLARATION}<manifest identifier="windows-under-glass-${plan.name}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
${organizations(plan, '', '')}${resources(plan, files, 'scormtype')}</manifest>
`;
}

function scorm2004(plan: PackagePlan, files: readonly string[]): string {
  const control = `      <imsss:sequencing>
        <imsss:controlMode choice="true" flow="true"/>
      </imsss:sequencing>
`;
  const byContent = `<imsss:sequencing><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>`;
  return `${DECLARATION}<manifest identifier="windows-under-glass-${plan.name}" version="1.0"
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
${organizations(plan, control, byContent)}${resources(plan, files, 'scormType')}</manifest>
`;
}

/** Exercises as items; where there are several chapters, in an item for each. */
function organizations(plan: PackagePlan, control: string, byContent: string): string {
  const { groups, languages } = plan;
  const item = (exercise: PackedExercise) =>
    `        <item identifier="item-${exercise.name}" identifierref="exercise-${exercise.name}" isvisible="true">
          <title>${xmlText(titleIn(exercise.title, languages))}</title>${byContent && `\n          ${byContent}`}
        </item>\n`;
  const group = ({ name, title, exercises }: PackageGroup) =>
    `      <item identifier="chapter-${name}" isvisible="true">
        <title>${xmlText(titleIn(title, languages))}</title>
${exercises.map(item).join('')}${control === '' ? '' : `${control.trimEnd().replace(/^/gm, '  ')}\n`}      </item>\n`;
  const items = groups.length > 1 ? groups.map(group) : exercisesOf(plan).map(item);
  return `  <organizations default="course">
    <organization identifier="course">
      <title>${xmlText(titleIn(plan.title, languages))}</title>
${items.join('')}${control}    </organization>
  </organizations>
`;
}

function resources(plan: PackagePlan, files: readonly string[], type: 'scormtype' | 'scormType'): string {
  const exercises = exercisesOf(plan);
  const own = ({ name }: PackedExercise) =>
    files.filter((file) => file === `${name}.html` || file.endsWith(`embed/${name}/index.html`));
  const shared = files.filter((file) => !exercises.some((exercise) => own(exercise).includes(file)));
  const list = (names: readonly string[]) => names.map((file) => `      <file href="${xmlText(file)}"/>\n`).join('');
  const resource = (exercise: PackedExercise) =>
    `    <resource identifier="exercise-${exercise.name}" type="webcontent" adlcp:${type}="sco" href="${startPage(exercise, plan)}">
${list(own(exercise))}      <dependency identifierref="shared"/>
    </resource>\n`;
  return `  <resources>
${exercises.map(resource).join('')}    <resource identifier="shared" type="webcontent" adlcp:${type}="asset">
${list(shared)}    </resource>
  </resources>
`;
}

function cmi5(plan: PackagePlan): string {
  const { languages, groups, pass } = plan;
  const said = (tag: string, texts: Said, indent: string) => {
    const lines = languages.map(
      (language) =>
        `${indent}  <langstring lang="${language === 'zh' ? 'zh-CN' : 'en'}">${xmlText(texts[language])}</langstring>\n`,
    );
    return `${indent}<${tag}>\n${lines.join('')}${indent}</${tag}>\n`;
  };
  const unit = (indent: string) => (exercise: PackedExercise) =>
    `${indent}<au id="urn:windows-under-glass:exercise:${exercise.name}" launchMethod="AnyWindow" moveOn="CompletedOrPassed" masteryScore="${pass}">
${said('title', exercise.title, `${indent}  `)}${said('description', exercise.description, `${indent}  `)}${indent}  <url>${startPage(exercise, plan)}</url>
${indent}</au>\n`;
  const block = ({ name, title, exercises }: PackageGroup) =>
    `  <block id="urn:windows-under-glass:chapter:${name}">
${said('title', title, '    ')}${said('description', title, '    ')}${exercises.map(unit('    ')).join('')}  </block>\n`;
  const content = groups.length > 1 ? groups.map(block) : exercisesOf(plan).map(unit('  '));
  return `${DECLARATION}<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="urn:windows-under-glass:package:${plan.name}">
${said('title', plan.title, '    ')}${said('description', plan.description, '    ')}  </course>
${content.join('')}</courseStructure>
`;
}
