import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { exportAddress, fetchExport } from '../../client/exchange';
import { VOCABULARIES, type Vocabulary } from '../../protocol/exchange';
import { problemOf } from '../../protocol/problem';
import { CopyButton } from '../../ui/CopyButton';
import styles from './Cite.module.css';

/** The description of a dataset in each vocabulary: its address for programs, and the file. */
export function ExportTable({ name }: { name: string }) {
  return (
    <ul className={styles.exports}>
      {(Object.keys(VOCABULARIES) as Vocabulary[]).map((vocabulary) => (
        <li key={vocabulary}>
          <span>
            <strong>{VOCABULARIES[vocabulary].title}</strong>
            <span className="small dim"> {VOCABULARIES[vocabulary].about}</span>
          </span>
          <span className={`mono cut ${styles.address}`}>{exportAddress(name, vocabulary)}</span>
          <span className="row" style={{ gap: 2 }}>
            <CopyButton
              text={exportAddress(name, vocabulary)}
              label={`Copy the address of ${VOCABULARIES[vocabulary].title}`}
            />
            <Download name={name} vocabulary={vocabulary} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Download({ name, vocabulary }: { name: string; vocabulary: Vocabulary }) {
  const [busy, setBusy] = useState(false);
  const label = `Download ${VOCABULARIES[vocabulary].title}`;
  const run = async () => {
    setBusy(true);
    try {
      save(await fetchExport(name, vocabulary), `${name}.${vocabulary}.json`);
    } catch (error) {
      const { title, detail } = problemOf(error);
      notifications.show({ color: 'red', title: 'Could not be exported', message: detail ?? title });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} loading={busy} onClick={run}>
        <IconDownload size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A link cannot carry who asks: the text is fetched first, then handed to the browser as a file. */
function save(text: string, file: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  URL.revokeObjectURL(address);
}
