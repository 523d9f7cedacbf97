import {
  IconApi,
  IconBraces,
  IconBroadcast,
  IconBucket,
  IconCube,
  IconFileTypeTxt,
  IconFolder,
  IconQuestionMark,
  IconRefresh,
  IconRss,
  IconSparkles,
  IconTable,
  IconTopologyBus,
  type TablerIcon,
} from '@tabler/icons-react';
import { isSourceType, type SourceType, titleOfType } from '../protocol/source';

const ICONS: Readonly<Record<SourceType, TablerIcon>> = {
  kafka: IconTopologyBus,
  websocket: IconBroadcast,
  event_stream: IconRss,
  poll: IconRefresh,
  csv: IconTable,
  text: IconFileTypeTxt,
  json: IconBraces,
  netcdf: IconCube,
  directory: IconFolder,
  generator: IconSparkles,
  s3: IconBucket,
  service: IconApi,
};

/** The sign of a type of source; its name stands beside it, so the sign itself is silent. */
export function SourceIcon({ type, size = 15 }: { type: string; size?: number }) {
  const Icon = isSourceType(type) ? ICONS[type] : IconQuestionMark;
  return <Icon size={size} stroke={1.6} aria-hidden style={{ flex: 'none' }} />;
}

/** Sign and name of a type. */
export function SourceTypeLabel({ type }: { type: string }) {
  return (
    <span className="row" style={{ display: 'inline-flex', gap: 5 }}>
      <SourceIcon type={type} size={14} />
      {titleOfType(type)}
    </span>
  );
}
