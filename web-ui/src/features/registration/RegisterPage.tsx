import { notifications } from '@mantine/notifications';
import { useLocation, useSearchParams } from 'wouter';
import { useOrganizations, useRegister } from '../../client/catalog';
import { blankDraft, registrationOf } from '../../protocol/draft';
import { isSourceType, type SourceType } from '../../protocol/source';
import { Page } from '../../ui/Page';
import { DatasetForm } from './DatasetForm';
import { isNewOrganization } from './DescriptionSection';
import { TypePicker } from './TypePicker';
import { useDraft } from './useDraft';

/** The type stands in the address, so that there can be a link to the form for it. */
export default function RegisterPage() {
  const [params, setParams] = useSearchParams();
  const wanted = params.get('type');
  const type = isSourceType(wanted) ? wanted : 'generator';
  const [, navigate] = useLocation();
  const organizations = useOrganizations().data?.items.map(({ name }) => name);
  const register = useRegister();
  const entered = useDraft(blankDraft(type), register.error);
  const draft = { ...entered.draft, type };
  const choose = (chosen: SourceType) => {
    register.reset();
    setParams({ type: chosen }, { replace: true });
    entered.change({ type: chosen });
  };
  const submit = () => {
    if (!entered.check()) return;
    const isNew = isNewOrganization(draft, organizations);
    register.mutate(
      { body: registrationOf(draft), newOrganization: isNew ? draft.organization.trim() : undefined },
      {
        onSuccess: ({ name, title }) => {
          notifications.show({ message: `Registered ${title || name}` });
          navigate(`/datasets/${encodeURIComponent(name)}`);
        },
      },
    );
  };
  return (
    <Page title="Register" parent={{ title: 'Catalog', href: '/catalog' }}>
      <DatasetForm
        label="Register a dataset"
        action="Register"
        form={entered.form}
        draft={draft}
        faults={entered.faults}
        change={entered.change}
        organizations={organizations}
        error={register.error}
        busy={register.isPending}
        cancelHref="/catalog"
        onSubmit={submit}
      >
        <TypePicker value={type} error={entered.faults.at.get('/source/type')} onChange={choose} />
      </DatasetForm>
    </Page>
  );
}
