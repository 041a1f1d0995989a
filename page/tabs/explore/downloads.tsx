/** What can be kept of a result. */
import { useSignal } from '@preact/signals';
import type { Result } from '#dist/result/result.js';
import { Menu } from '../../parts/menu.js';
import { filesOf, notices, result } from '../../state/engine.js';
import { compared, samples, theory } from '../../state/oracle.js';
import { saveText } from '../../state/save.js';
import { openWorker } from '../../workers/open.js';
import type { ReportAnswer, ReportRequest } from '../../workers/reporter.js';

/** The result with its checks, as the command line writes it. */
function resultNow(): Result | null {
  const shown = result.value;
  return shown === null ? null : { ...shown, ...compared.value };
}

/** @throws Error with why there is no report. */
function reportOf(of: Result): Promise<string> {
  const worker = openWorker('reporter');
  const written = new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReportAnswer>) => {
      if ('html' in data) resolve(data.html);
      else reject(new Error(data.problem));
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'its script did not load')));
  });
  const request: ReportRequest = {
    result: { ...of, samplePaths: of.samplePaths ?? samples.value },
    theory: theory.value,
  };
  worker.postMessage(request);
  return written.finally(() => worker.terminate());
}

export function Downloads() {
  const now = resultNow();
  const busy = useSignal(false);
  const report = async () => {
    busy.value = true;
    try {
      saveText('report.html', await reportOf(now!), 'text/html');
    } catch (error) {
      notices.value = [...notices.value, `The report was not written: ${(error as Error).message}`];
    } finally {
      busy.value = false;
    }
  };
  const json = () => saveText('result.json', `${JSON.stringify(now, null, 2)}\n`, 'application/json');
  const each = async () => {
    for (const [name, text] of Object.entries(await filesOf(now!))) saveText(name, text, 'text/csv');
  };
  return (
    <Menu label="Download" isDisabled={now === null}>
      {(close) => {
        const then = (keep: () => void | Promise<void>) => async () => {
          await keep();
          close();
        };
        return (
          <>
            <button type="button" disabled={now === null || busy.value} onClick={then(report)}>
              {busy.value ? 'Writing the report …' : 'Report as HTML'}
            </button>
            <button type="button" disabled={now === null} onClick={then(json)}>
              Result as JSON
            </button>
            <button type="button" disabled={now === null} onClick={then(each)}>
              Tables as CSV
            </button>
          </>
        );
      }}
    </Menu>
  );
}
