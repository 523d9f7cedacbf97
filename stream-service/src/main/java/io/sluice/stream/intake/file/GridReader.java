package io.sluice.stream.intake.file;

import io.sluice.contract.Source;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ucar.nc2.NetcdfFile;

/**
 * The records of a NetCDF file, classic or NetCDF-4. The format needs random access, so the file is taken to the scratch directory first
 * and removed at the end; of its values only a block is in memory.
 */
public final class GridReader implements FileReader.Content {
    private static final byte[] CLASSIC = "CDF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
    private static final int BUFFER = 128 * 1024;

    private final Path copy;
    private final NetcdfFile file;
    private final List<GridTable> tables;
    private final long total;
    private int table;
    private long point;
    private long row;

    private GridReader(Path copy, NetcdfFile file, List<GridTable> tables) {
        this.copy = copy;
        this.file = file;
        this.tables = tables;
        this.total = tables.stream().mapToLong(GridTable::points).sum();
    }

    public static Reader.Factory of(Origin origin, Source.NetCdf source) {
        return positions -> {
            Place place = Place.of(positions);
            RemoteFile remote = RemoteFile.open(origin, source.url(), place);
            return FileReader.open(remote, place.row(), () -> open(origin, remote));
        };
    }

    private static GridReader open(Origin origin, RemoteFile remote) throws SourceFault, IOException {
        Path copy = Files.createTempFile(origin.scratch(), "grid-", ".nc");
        NetcdfFile file = null;
        try {
            fetch(remote.content(), copy);
            checkForm(copy);
            file = open(copy);
            return new GridReader(
                    copy, file, GridLayout.of(file, origin.processing().grid()));
        } catch (SourceFault | IOException | RuntimeException failed) {
            if (file != null) {
                file.close();
            }
            Files.deleteIfExists(copy);
            throw failed;
        }
    }

    private static void fetch(InputStream from, Path copy) throws SourceFault, IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream to = Files.newOutputStream(copy)) {
            for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                write(to, buffer, got);
            }
        }
    }

    private static void write(OutputStream to, byte[] buffer, int length) throws SourceFault {
        try {
            to.write(buffer, 0, length);
        } catch (IOException full) {
            throw SourceFault.passing("There is no room in Sluice's data directory for the file to be read.");
        }
    }

    /** Before the library looks: it would try formats that nobody asked for. */
    private static void checkForm(Path copy) throws SourceFault, IOException {
        byte[] head;
        try (InputStream start = Files.newInputStream(copy)) {
            head = start.readNBytes(4);
        }
        if (head.length == 4 && Arrays.equals(head, 0, 3, CLASSIC, 0, 3) && head[3] == 5) {
            throw SourceFault.lasting(
                    "The file is classic NetCDF in its 64-bit data form (CDF-5), which cannot be read here;"
                            + " \"nccopy -k nc4 in.nc out.nc\" makes a NetCDF-4 file of it that can.");
        }
        boolean classic =
                head.length == 4 && Arrays.equals(head, 0, 3, CLASSIC, 0, 3) && (head[3] == 1 || head[3] == 2);
        if (!classic && !Arrays.equals(head, HDF5)) {
            throw SourceFault.lasting("The file is neither classic NetCDF nor NetCDF-4.");
        }
    }

    private static NetcdfFile open(Path copy) throws SourceFault {
        try {
            return NetcdfFile.open(copy.toString());
        } catch (IOException | RuntimeException damaged) {
            throw SourceFault.lasting("The file is damaged: it cannot be opened as NetCDF.");
        }
    }

    @Override
    public boolean next(@Nullable Batch into) throws SourceFault, IOException {
        while (table < tables.size() && point == tables.get(table).points()) {
            table++;
            point = 0;
        }
        if (table == tables.size()) {
            return false;
        }
        if (into != null) {
            into.json(record());
        }
        point++;
        row++;
        return true;
    }

    private byte[] record() throws SourceFault {
        try {
            return tables.get(table).record(point);
        } catch (IOException damaged) {
            throw SourceFault.lasting("The file is damaged: its values cannot be read after row " + row + ".");
        }
    }

    @Override
    public long spent(long received) {
        return total == 0 ? received : (long) ((double) received * row / total);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
