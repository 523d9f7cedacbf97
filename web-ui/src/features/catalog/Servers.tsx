import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { type ServerAnswer, silenceOf, titleOfServer } from '../../protocol/federation';
import { plural } from '../../ui/format';
import styles from './CatalogPage.module.css';

/** Which catalogues were asked, and what came of it: results of some are not passed off as all. */
export function Servers({ answers }: { answers: readonly ServerAnswer[] | undefined }) {
  if (answers === undefined) return null;
  const alone = answers.length === 1;
  return (
    <div role="status">
      <ul className={styles.servers} aria-label="Catalogues that were asked">
        {answers.map((answer) => (
          <li key={answer.name} data-state={answer.state} data-testid="server">
            <Sign state={answer.state} />
            <strong>{titleOfServer(answer.name)}</strong>
            <span className="num">
              {answer.state === 'ok' ? plural(answer.total, 'match', 'matches') : silenceOf(answer)}
            </span>
          </li>
        ))}
        {alone ? <li className="dim">No other catalogue is configured.</li> : null}
      </ul>
    </div>
  );
}

function Sign({ state }: { state: ServerAnswer['state'] }) {
  if (state === 'ok') return <IconCircleCheck size={14} aria-hidden />;
  if (state === 'skipped') return <IconCircleDashed size={14} aria-hidden />;
  return <IconAlertTriangle size={14} aria-hidden />;
}
