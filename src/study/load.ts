/** Text of a study file → the value it describes. YAML 1.2, of which JSON is a part. */
import { LineCounter, parseDocument } from 'yaml';
import { type Problem, StudyError } from '../errors.js';

const SEVERAL = 'expected one study, got another after it: give each a file of its own';

/**
 * @param filename named in messages.
 * @throws StudyError with line and column of every place that does not parse.
 */
export function loadStudyText(text: string, filename: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const problems = document.errors.map(({ code, message, pos }): Problem => {
    const { line, col } = lines.linePos(pos[0]);
    const wrong = code === 'MULTIPLE_DOCS' ? SEVERAL : `expected YAML or JSON: ${message.replace(/\s+/g, ' ')}`;
    return { path: `${filename}:${line}:${col}`, message: wrong };
  });
  if (problems.length > 0) throw new StudyError(problems);
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that expand without end.
    throw new StudyError([
      { path: filename, message: `expected YAML or JSON: ${(error as Error).message.replace(/\s+/g, ' ')}` },
    ]);
  }
}
