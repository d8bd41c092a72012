package io.repconv.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import org.junit.jupiter.api.Test;

/** What is said where CUDA cannot be used; the causes are in ONNX Runtime's own words. */
class CudaProviderTest {
  private static final Device SECOND = Device.parse("cuda:1");

  private final OrtException cpuBuild =
      new OrtException("Error code - ORT_EP_FAIL - message: Failed to find CUDA shared provider");

  private static OrtException missing(String library) {
    return new OrtException(
        """
        Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1844 \
        onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : \
        Failed to load library libonnxruntime_providers_cuda.so with error: %s: cannot open shared \
        object file: No such file or directory
        """
            .formatted(library));
  }

  @Test
  void theBuildForTheCpuWithoutADriver() {
    RepconvException refusal = CudaProvider.noProvider(SECOND, false, cpuBuild);

    assertThat(refusal.code().status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(refusal)
        .hasMessage(
            """
            --device cuda:1: there is no NVIDIA driver, and this build of ONNX Runtime runs on the CPU only, \
            expected a driver for CUDA 12, and ONNX Runtime as the Maven profile cuda has it.
              With a driver, ./repconv builds itself with that profile. Without --device the check runs \
            on the CPU. [RC-401]""");
  }

  @Test
  void theBuildForTheCpuBesideADriver() {
    assertThat(CudaProvider.noProvider(SECOND, true, cpuBuild))
        .hasMessage(
            """
            --device cuda:1: this build of ONNX Runtime runs on the CPU only, expected a driver for CUDA \
            12, and ONNX Runtime as the Maven profile cuda has it.
              Run ./repconv without REPCONV_CUDA=no, or build with mvn -q -P launch,cuda package \
            -Dmaven.test.skip=true. [RC-401]""");
  }

  @Test
  void theBuildForCudaWithoutADriver() {
    assertThat(CudaProvider.notLoaded(SECOND, false, missing("libcublasLt.so.12")))
        .hasMessage(
            """
            --device cuda:1: there is no NVIDIA driver, and the library libcublasLt.so.12 cannot be \
            found, expected a driver for CUDA 12, and the libraries of CUDA 12 and cuDNN 9.
              Install what is missing; where the loader does not search, LD_LIBRARY_PATH has to name the \
            folders of CUDA's libraries. [RC-401]""");
  }

  @Test
  void theBuildForCudaBesideADriverWithoutALibrary() {
    assertThat(CudaProvider.notLoaded(SECOND, true, missing("libcudnn.so.9")))
        .hasMessageStartingWith(
            "--device cuda:1: the library libcudnn.so.9 cannot be found, expected ");
  }

  @Test
  void whateverElseKeepsTheProviderFromLoading() {
    assertThat(CudaProvider.notLoaded(SECOND, true, new OrtException("wrong ELF class")))
        .hasMessageStartingWith(
            "--device cuda:1: ONNX Runtime cannot load its CUDA provider (wrong ELF class), expected ");
  }

  @Test
  void aDeviceThatFailsIsToldFromAModelThatDoes() {
    OrtException device =
        new OrtException(
            "CUDA failure 101: invalid device ordinal ; GPU=7 ; hostname=h ; file=cuda.cc");
    OrtException model = new OrtException("Got invalid dimensions for input: x");
    OrtOptions there = OrtOptions.OPTIMIZED.on(SECOND);

    assertThat(CudaProvider.failed(there, device)).isTrue();
    assertThat(CudaProvider.failed(there, model)).isFalse();
    assertThat(CudaProvider.failed(OrtOptions.OPTIMIZED, device)).isFalse();
    assertThat(CudaProvider.deviceFailed(SECOND, device))
        .hasMessageStartingWith(
            "--device cuda:1: CUDA failure 101: invalid device ordinal, expected a device of that number");
  }
}
