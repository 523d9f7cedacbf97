import { Modal, Tabs } from '@mantine/core';
import { Link } from 'wouter';
import type { LiveQuery } from '../../protocol/live';
import { snippetsOf } from '../../protocol/snippets';
import { Code } from '../../ui/Code';
import { CopyButton } from '../../ui/CopyButton';

export function ScriptDialog({ query, onClose }: { query: LiveQuery; onClose: () => void }) {
  const snippets = snippetsOf(window.location.origin, query);
  return (
    <Modal opened onClose={onClose} title="Use from a script" size="lg">
      <p className="dim" style={{ marginTop: 0 }}>
        The same records with the same filter, outside the browser. Put an API key from{' '}
        <Link href="/account">your account</Link> into <span className="mono">SLUICE_TOKEN</span>.
      </p>
      <Tabs defaultValue="curl">
        <Tabs.List mb={10}>
          {snippets.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ name, text }) => (
          <Tabs.Panel key={name} value={name}>
            <div className="stack">
              <Code text={text} label={`With ${name}`} testId={`snippet-${name.toLowerCase()}`} />
              <div>
                <CopyButton full text={text} label={`Copy ${name}`} />
              </div>
            </div>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  );
}
