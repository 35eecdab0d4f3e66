"""The bundled demonstration: a small imaging archive and the tour through the whole product."""
