import { Tabs } from '@mantine/core';
import {
  CA_FILE,
  CA_HREF,
  groupPrefix,
  type KafkaAccess,
  type KafkaLogin,
  SECRET_PLACE,
  settingsOf,
} from '../protocol/kafka-settings';
import { Code } from './Code';
import { CopyButton } from './CopyButton';
import { Notice } from './Notice';

interface ConnectSettingsProps {
  readonly access: KafkaAccess;
  readonly login: KafkaLogin;
  readonly topic?: string | undefined;
}

/** Settings for clients of Kafka, ready to be pasted, with the secret where it is known. */
export function ConnectSettings({ access, login, topic }: ConnectSettingsProps) {
  if (!access.usable) {
    return (
      <Notice tone="info">
        Keys are no credentials of Kafka here: the cluster does not let Sluice manage them. Ask who runs the
        cluster for a login.
      </Notice>
    );
  }
  const settings = settingsOf(access, login, topic);
  return (
    <div className="stack">
      <p className="dim" style={{ margin: 0 }}>
        Names of groups and transactional ids begin with{' '}
        <span className="mono">{groupPrefix(login.username)}</span>
        {login.secret === undefined ? (
          <>
            . Put the key in the place of <span className="mono">{SECRET_PLACE}</span>.
          </>
        ) : (
          '.'
        )}
        {access.ca ? (
          <>
            {' '}
            Connections are encrypted: keep{' '}
            <a href={CA_HREF} download={CA_FILE}>
              the certificate
            </a>{' '}
            as <span className="mono">{CA_FILE}</span> beside it.
          </>
        ) : null}
      </p>
      <Tabs defaultValue={settings[0]?.name ?? null} keepMounted={false}>
        <Tabs.List mb={10}>
          {settings.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {settings.map(({ name, file, text }) => (
          <Tabs.Panel key={name} value={name}>
            <div className="stack">
              <Code text={text} label={`Settings for ${name}`} testId={`connect-${name.toLowerCase()}`} />
              <div className="row">
                <CopyButton full text={text} label={`Copy ${name}`} />
                <span className="small dim mono">{file}</span>
              </div>
            </div>
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}
