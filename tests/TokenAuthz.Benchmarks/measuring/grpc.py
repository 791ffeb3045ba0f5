"""The question of Envoy's gRPC check, as the bytes of a call."""

CHECK = "/envoy.service.auth.v3.Authorization/Check"
CALL_HEADERS = (("content-type", "application/grpc"), ("te", "trailers"))


def varint(number):
    encoded = bytearray()
    while number >= 128:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes(encoded) + bytes([number])


def field(number, value):
    return bytes([number << 3 | 2]) + varint(len(value)) + value


def check(headers, path="/", method="GET", host="localhost", body=b""):
    """A CheckRequest whose attributes.request.http names the request, framed as gRPC frames a message."""
    named = b"".join(field(3, field(1, name.encode()) + field(2, value.encode())) for name, value in headers)
    request = field(2, method.encode()) + named + field(4, path.encode()) + field(5, host.encode())
    if body:
        request += field(12, body)
    message = field(1, field(4, field(2, request)))
    return b"\0" + len(message).to_bytes(4, "big") + message
