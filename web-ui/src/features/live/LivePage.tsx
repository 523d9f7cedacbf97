import { useSearchParams } from 'wouter';
import { fromSearch } from '../../protocol/live';
import { LiveView } from './LiveView';
import { SourcePicker } from './SourcePicker';

export default function LivePage() {
  const [search, setSearch] = useSearchParams();
  const query = fromSearch(search);
  if (query === undefined) return <SourcePicker />;
  const { kind, name } = query.source;
  return <LiveView key={`${kind} ${name}`} query={query} search={search} setSearch={setSearch} />;
}
