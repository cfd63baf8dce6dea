"""As much of JSON Schema, draft 7, as `ivr schema` uses: no package that knows all of it is needed for the tests."""

import re

TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
KNOWN = {
    "$schema", "$ref", "title", "description", "definitions", "type", "enum", "const", "anyOf", "allOf", "not", "if",
    "then", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties",
    "items", "minItems", "pattern", "minimum", "maximum",
}  # fmt: skip


def is_type(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def valid(value, schema, root=None):
    """Whether a value keeps a schema. Raises AssertionError for a word that is not known here."""
    root = root or schema
    if isinstance(schema, bool):
        return schema
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    if "$ref" in schema:
        return valid(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root)

    def fits(part):
        return valid(value, part, root)

    types = schema.get("type", [])
    checks = [
        not types or any(is_type(value, name) for name in ([types] if isinstance(types, str) else types)),
        "enum" not in schema or any(value == one and type(value) is type(one) for one in schema["enum"]),
        "const" not in schema or value == schema["const"],
        "anyOf" not in schema or any(map(fits, schema["anyOf"])),
        all(map(fits, schema.get("allOf", []))),
        "not" not in schema or not fits(schema["not"]),
        "if" not in schema or not fits(schema["if"]) or fits(schema["then"]),
    ]
    if isinstance(value, str):
        checks.append(re.search(schema.get("pattern", ""), value) is not None)
    if is_type(value, "number"):
        checks.append(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    if isinstance(value, list):
        checks.append(len(value) >= schema.get("minItems", 0))
        checks += [valid(item, schema.get("items", True), root) for item in value]
    if isinstance(value, dict):
        checks.append(len(value) >= schema.get("minProperties", 0))
        checks.append(value.keys() >= set(schema.get("required", [])))
        for name, inner in value.items():
            checks.append(valid(name, schema.get("propertyNames", True), root))
            own = [schema["properties"][name]] if name in schema.get("properties", {}) else []
            own += [part for key, part in schema.get("patternProperties", {}).items() if re.search(key, name)]
            checks += [valid(inner, part, root) for part in own or [schema.get("additionalProperties", True)]]
    return all(checks)
