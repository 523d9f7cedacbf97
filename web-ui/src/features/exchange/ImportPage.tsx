import { Autocomplete, Button, FileButton, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useOrganizations } from '../../client/catalog';
import { useImport } from '../../client/exchange';
import { recognise } from '../../protocol/exchange';
import { plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { ProblemNotice } from '../../ui/States';
import styles from './Import.module.css';
import { ImportResult } from './ImportResult';
import { Preview } from './Preview';

/** What the server takes in one request, with room for the rest of it. */
const MAX_BYTES = 8_000_000;

/** Datasets out of a description that another catalogue has written. */
export default function ImportPage() {
  const [text, setText] = useState('');
  const [organization, setOrganization] = useState('');
  const [fault, setFault] = useState<string>();
  const taking = useImport();
  const settled = useDeferredValue(text);
  const recognised = useMemo(() => recognise(settled), [settled]);
  const change = (changed: string) => {
    taking.reset();
    setFault(undefined);
    setText(changed);
  };
  const open = async (file: File | null) => {
    if (file === null) return;
    if (file.size > MAX_BYTES) setFault(`${file.name} is larger than 8 MB; import it in parts.`);
    else change(await file.text());
  };
  const isReady = recognised.kind === 'datasets' || recognised.kind === 'unknown';
  const submit = () => taking.mutate({ document: text, organization: organization.trim() });
  return (
    <Page title="Import" parent={{ title: 'Catalog', href: '/catalog' }}>
      {taking.data === undefined ? (
        <form
          className={styles.form}
          aria-label="Import datasets"
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) submit();
          }}
        >
          <p className={styles.about}>
            Takes DCAT-AP and schema.org as JSON-LD, and what CKAN answers to <code>package_show</code> or{' '}
            <code>package_search</code>. Each dataset keeps its license, contacts, period, area and fields;
            what has no place of its own goes to the extras.
          </p>
          <DocumentInput text={text} fault={fault} onChange={change} onFile={open} />
          <Preview recognised={recognised} />
          <Organization value={organization} onChange={setOrganization} />
          <ProblemNotice error={taking.error} />
          <div className="row">
            <Button type="submit" loading={taking.isPending} disabled={!isReady}>
              {recognised.kind === 'datasets'
                ? `Register ${plural(recognised.datasets.length, 'dataset')}`
                : 'Register'}
            </Button>
            <Button component={Link} href="/catalog" variant="default">
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <ImportResult result={taking.data} onBack={taking.reset} onAnother={() => change('')} />
      )}
    </Page>
  );
}

function DocumentInput({
  text,
  fault,
  onChange,
  onFile,
}: {
  text: string;
  fault: string | undefined;
  onChange: (text: string) => void;
  onFile: (file: File | null) => void;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which everybody can reach
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="spread" style={{ marginBottom: 4 }}>
        <label htmlFor="document" className={styles.label}>
          Document
        </label>
        <FileButton onChange={onFile} accept=".json,.jsonld,application/json,application/ld+json">
          {(props) => (
            <Button {...props} variant="default" size="compact-sm" leftSection={<IconFileUpload size={14} />}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      <Textarea
        id="document"
        rows={11}
        spellCheck={false}
        placeholder="Paste a JSON document, or drop a file here"
        classNames={{ input: 'mono' }}
        error={fault}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function Organization({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const names = useOrganizations().data?.items.map(({ name }) => name) ?? [];
  return (
    <Autocomplete
      label="Organization"
      description="Where all of them are registered; left empty: the one that the document names"
      maw={380}
      data={names}
      value={value}
      onChange={onChange}
    />
  );
}
