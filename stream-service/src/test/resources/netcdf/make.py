"""Makes the NetCDF files of the tests. Needs the Python package netCDF4; run in this directory."""

import netCDF4
import numpy


def grid(path, form):
    """Three times, two latitudes, two longitudes; packed and plain variables, one missing value of each."""
    with netCDF4.Dataset(path, "w", format=form) as file:
        file.createDimension("time", None)
        file.createDimension("lat", 2)
        file.createDimension("lon", 2)
        file.createDimension("nv", 2)
        time = file.createVariable("time", "f8", ("time",))
        time.units = "hours since 2026-01-01 00:00:00"
        time.bounds = "time_bnds"
        file.createVariable("time_bnds", "f8", ("time", "nv"))[:] = [[0, 1], [1, 2], [2, 3]]
        file.createVariable("lat", "f4", ("lat",))[:] = [50.5, 51.25]
        file.createVariable("lon", "f4", ("lon",))[:] = [7.1, 7.2]
        time[:] = [0, 6, 12]
        packed = file.createVariable("temperature", "i2", ("time", "lat", "lon"), fill_value=-999)
        packed.scale_factor = 0.01
        packed.add_offset = 273.15
        packed.set_auto_maskandscale(False)
        packed[:] = numpy.array([[[0, 1], [2, 3]], [[4, 5], [-999, 7]], [[8, 9], [10, 11]]], dtype="i2")
        wind = file.createVariable("wind", "f4", ("time", "lat", "lon"))
        wind[:] = numpy.arange(12, dtype="f4").reshape(3, 2, 2) / 10
        wind[1, 1, 1] = numpy.nan
        file.createVariable("height", "i4", ("lat", "lon"))[:] = [[10, 20], [30, 40]]
        if form == "NETCDF4":
            stations = file.createGroup("obs").createGroup("stations")
            stations.createDimension("station", 3)
            stations.createVariable("name", str, ("station",))[:] = numpy.array(["P1", "Zürich", ""], dtype=object)
            stations.createVariable("count", "u1", ("station",))[:] = [1, 200, 255]
            stations.createVariable("total", "u8", ("station",))[:] = [1, 2, 18446744073709551614]
        else:
            file.createDimension("station", 2)
            file.createDimension("chars", 4)
            file.createVariable("code", "S1", ("station", "chars"))[:] = numpy.array(
                [list("P1\0\0"), list("ZURI")], dtype="S1")


def many(path):
    """More points than are read at a time."""
    with netCDF4.Dataset(path, "w", format="NETCDF4") as file:
        file.createDimension("y", 300)
        file.createDimension("x", 500)
        cells = file.createVariable("cell", "i4", ("y", "x"), zlib=True, chunksizes=(64, 64))
        cells[:] = numpy.arange(150_000, dtype="i4").reshape(300, 500)


grid("classic.nc", "NETCDF3_CLASSIC")
grid("offset64.nc", "NETCDF3_64BIT_OFFSET")
grid("four.nc", "NETCDF4")
many("many.nc")
