/** Building an edited program in the page. Loaded only when a reader edits, with the compiler. */
import { CompileError, type Diagnostic } from '@/compiler/diagnostic.ts';
import { loadBuildSystem, type ProgramData } from '@/site/lab-data.ts';
import { buildEdited } from '@/windows/build.ts';

export type BuildResult = { readonly data: ProgramData } | { readonly diagnostic: Diagnostic };

/** The program with `edits` in place of its sources, or the first mistake in them. */
export async function build(original: ProgramData, edits: Readonly<Record<string, string>>): Promise<BuildResult> {
  const system = await loadBuildSystem(original);
  try {
    const own = buildEdited(original, edits, system);
    const dlls = original.images.filter(({ fileName }) => original.system.includes(fileName.toLowerCase()));
    const images = [...own, ...dlls];
    return { data: { ...original, images, sources: { ...original.sources, ...edits } } };
  } catch (error) {
    if (error instanceof CompileError) return { diagnostic: error.diagnostic };
    throw error;
  }
}
