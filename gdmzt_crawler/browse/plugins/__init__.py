"""Our datasette plugins; each module is one."""
