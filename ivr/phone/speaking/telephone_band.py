"""Speech as a telephone carries it: 8,000 samples a second, 300 to 3,400 Hz, always about equally loud."""

from __future__ import annotations

from typing import Any, Final

from ivr.phone.sound import RATE, wav

LOWEST, HIGHEST = 300, 3400
"""The band of a telephone, in hertz (ITU-T G.712)."""
EDGE: Final = (100, 200)
"""Hertz over which the band fades out, below it and above it."""
LOUD: Final = 0.1
"""Level of the speech itself, pauses left out: -20 dB of full scale."""
PEAK: Final = 0.89
"""The most that a sample may reach."""
LEAD, TRAIL = 0.02, 0.08
"""Seconds of near silence that are left before and after what is said."""
_FRAME: Final = RATE // 100


def telephone_wav(samples: Any, rate: int) -> bytes:
    """Return a voice's own samples (numpy floats from -1 to 1, so many a second, one channel) as a WAV file."""
    import numpy as np

    narrow = _trimmed(_in_band(np.asarray(samples, np.float32), rate))
    if not narrow.size:
        return wav(b"")
    level = _level(narrow)
    if level > 0:
        narrow = narrow * (LOUD / level)
    # What would be too loud is bent, not cut off: a cut crackles.
    bent = np.where(np.abs(narrow) > PEAK / 2, np.sign(narrow) * _bend(np.abs(narrow)), narrow)
    return wav((bent * 32767).astype("<i2").tobytes())


def _in_band(samples: Any, rate: int) -> Any:
    import numpy as np

    if not samples.size:
        return samples
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(samples.size, 1 / rate)
    rise = np.clip((hertz - (LOWEST - EDGE[0])) / EDGE[0], 0, 1)
    fall = np.clip(((HIGHEST + EDGE[1]) - hertz) / EDGE[1], 0, 1)
    spectrum *= np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2
    length = round(samples.size * RATE / rate)
    kept = spectrum[: length // 2 + 1]
    return np.fft.irfft(kept, length).astype(np.float32) * (length / samples.size)


def _frames(samples: Any) -> Any:
    import numpy as np

    whole = samples[: samples.size // _FRAME * _FRAME].reshape(-1, _FRAME)
    return np.sqrt((whole**2).mean(axis=1))


def _trimmed(samples: Any) -> Any:
    """Leave out the silence that a voice puts before and after what it says: pauses are the line's to make."""
    import numpy as np

    levels = _frames(samples)
    if not levels.size or not levels.max() > 0:
        return samples[:0]
    loud = np.flatnonzero(levels > levels.max() * 0.01)
    start = max(0, int(loud[0]) * _FRAME - round(LEAD * RATE))
    return samples[start : (int(loud[-1]) + 1) * _FRAME + round(TRAIL * RATE)]


def _level(samples: Any) -> float:
    """Return the level of the frames in which something is said."""
    import numpy as np

    levels = _frames(samples)
    if not levels.size:
        return 0.0
    return float(np.sqrt((levels[levels > levels.max() * 0.1] ** 2).mean()))


def _bend(loud: Any) -> Any:
    import numpy as np

    half = PEAK / 2
    return half + half * np.tanh((loud - half) / half)
