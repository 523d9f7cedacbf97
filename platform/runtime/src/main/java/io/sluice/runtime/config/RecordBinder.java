package io.sluice.runtime.config;

import io.sluice.contract.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of records from settings. A component that is a record is a section; any other has a value of a kind that
 * {@link Values} knows. A value may be absent only where the component is {@link Nullable}.
 */
final class RecordBinder {
    private final Map<String, Setting> settings;
    private final List<String> faults;

    /** @param settings has every key, at least with its default */
    RecordBinder(Map<String, Setting> settings, List<String> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /** @return null when a fault was found in it */
    <R> @Nullable R bind(Class<R> type, String prefix) {
        int before = faults.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + name(components[i]);
            Class<?> kind = components[i].getType();
            values[i] = kind.isRecord() && !isValue(kind) ? bind(kind, key + ".") : value(components[i], key);
        }
        return faults.size() == before ? create(type, components, values, prefix) : null;
    }

    /** The snake_case name of a component, as it is written in a file. */
    static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static boolean isValue(Class<?> type) {
        return type == Secret.class || type == ByteSize.class;
    }

    private @Nullable Object value(RecordComponent component, String key) {
        Setting setting = setting(key);
        Values.Kind kind = Values.of(component.getType());
        String text = setting.text();
        if (text == null) {
            if (component.getType() == List.class) {
                return List.of();
            }
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                faults.add(setting.origin() + ": " + key + " expects " + kind.expects() + ", not nothing.");
            }
            return null;
        }
        try {
            return kind.value(text);
        } catch (IllegalArgumentException unusable) {
            String written = component.getType() == Secret.class ? "***" : text;
            faults.add(setting.origin() + ": " + key + " expects " + kind.expects() + ", not \"" + written + "\".");
            return null;
        }
    }

    private <R> @Nullable R create(
            Class<R> type, RecordComponent[] components, @Nullable Object[] values, String prefix) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (!(thrown.getCause() instanceof Rules.BrokenRules rules)) {
                throw new IllegalStateException("the constructor of " + type.getName() + " failed", thrown.getCause());
            }
            rules.broken().forEach(broken -> tell(broken, prefix));
            return null;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void tell(Rules.Broken broken, String prefix) {
        String key = prefix + broken.component();
        faults.add(setting(key).origin() + ": " + key + ": " + broken.expectation() + ".");
    }

    private Setting setting(String key) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new IllegalStateException("the defaults have no key " + key);
        }
        return setting;
    }
}
